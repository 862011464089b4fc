package io.replog.core.fakes;

import io.replog.core.MasterRole;
import io.replog.core.MasterSettings;
import io.replog.core.append.Appender;
import io.replog.core.membership.FailureDetector.Patience;
import io.replog.core.membership.Secondaries;
import io.replog.core.transport.SecondaryClient;
import io.replog.core.transport.SecondaryClients;
import io.replog.log.DurableLog;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** Nodes in one process that masters are built over, one after the other. */
public final class LocalCluster implements SecondaryClients {

  private static final long PATIENCE = Duration.ofHours(1).toNanos();

  public final FakeMetrics metrics = new FakeMetrics();
  public final TestThreads threads = new TestThreads();
  private final AtomicInteger minted = new AtomicInteger();
  private final List<URI> urls = new ArrayList<>();
  private final Map<URI, Supplier<SecondaryClient>> nodes = new ConcurrentHashMap<>();

  /** A node that every later master lists. */
  public LocalNode node(String id) {
    LocalNode node = new LocalNode(id);
    add(node.id, node::client);
    return node;
  }

  public void add(String id, Supplier<SecondaryClient> ways) {
    URI url = URI.create("http://" + id);
    urls.add(url);
    nodes.put(url, ways);
  }

  /** Masters that come later do not know the node. */
  public void forget(String id) {
    urls.remove(URI.create("http://" + id));
  }

  /** A master over {@code log}, not started. */
  public MasterRole master(DurableLog log) {
    return new MasterRole(
        log,
        new MasterSettings(
            "master",
            List.copyOf(urls),
            false,
            100,
            new Appender.Bounds(100, 1 << 20),
            Secondaries.WINDOW,
            Duration.ofMillis(5),
            new Patience(PATIENCE, PATIENCE)),
        new MasterRole.Ports(
            this,
            secondary -> new FakeAttempts().always(),
            threads,
            () -> "random-" + minted.incrementAndGet(),
            metrics));
  }

  @Override
  public SecondaryClient connect(URI base) {
    return nodes.getOrDefault(base, SilentClient::new).get();
  }

  @Override
  public SecondaryClient connectPatiently(URI base) {
    return connect(base);
  }
}
