package io.replog.core.fakes;

import io.replog.core.ElectedNode;
import io.replog.core.MasterRole;
import io.replog.core.MasterSettings;
import io.replog.core.append.Appender;
import io.replog.core.membership.FailureDetector.Patience;
import io.replog.core.membership.Secondaries;
import io.replog.core.replica.DeliveryOutcome;
import io.replog.core.report.ReplicaMetrics;
import io.replog.core.transport.NodeHealth;
import io.replog.core.transport.SecondaryClient;
import io.replog.core.transport.SecondaryClients;
import io.replog.core.transport.TransportException;
import io.replog.log.DurableLog;
import io.replog.log.GapBuffer;
import io.replog.log.MajorityLog;
import io.replog.log.storage.LogFacts;
import io.replog.log.storage.MemoryStorage;
import io.replog.model.Delivery;
import io.replog.model.DeliveryAck;
import io.replog.model.LogEntry;
import io.replog.model.Problem;
import io.replog.model.ReplicaStatus;
import io.replog.model.Voter;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;

/** Equal nodes in one process, whose election is whatever a test says. */
public final class ElectedCluster implements AutoCloseable {

  private static final long PATIENCE = Duration.ofHours(1).toNanos();

  public final TestThreads threads = new TestThreads();
  private final AtomicInteger minted = new AtomicInteger();
  private final Map<URI, Member> members = new ConcurrentHashMap<>();
  private final List<Voter> voters = new ArrayList<>();

  /** A cluster of {@code size} voters, founded by the first. */
  public static ElectedCluster of(int size) {
    return of(size, ".0");
  }

  /** The same; the ids of the voters end so. */
  public static ElectedCluster of(int size, String suffix) {
    ElectedCluster cluster = new ElectedCluster();
    for (int i = 1; i <= size; i++) {
      Member member = cluster.new Member("n" + i + suffix);
      cluster.voters.add(new Voter(member.id, member.url, 7000 + i));
    }
    cluster.member(1).node.found("the log", cluster.voters);
    return cluster;
  }

  /** The member with this number, from 1 on. */
  public Member member(int number) {
    return members.get(voters.get(number - 1).url());
  }

  /** A node with an empty disk, which does not vote. */
  public Member newcomer(String id) {
    return new Member(id);
  }

  /** A node with an empty disk, at the address of another one that is no more. */
  public Member newcomerAt(Member lost, String id) {
    lost.close();
    return new Member(id, lost.url);
  }

  public Voter voter(Member member) {
    return new Voter(member.id, member.url, 7000);
  }

  @Override
  public void close() {
    members.values().forEach(Member::close);
  }

  /** A node, whose disk outlives its processes. */
  public final class Member implements AutoCloseable {
    public final String id;
    public final URI url;
    public final FakeMetrics metrics = new FakeMetrics();

    /** What it set aside, as {@code order:message}. */
    public final List<String> aside = new CopyOnWriteArrayList<>();

    public volatile MemoryStorage storage = new MemoryStorage();
    public volatile DurableLog log;
    public volatile MajorityLog majority;
    public volatile ElectedNode node;
    private volatile boolean away;
    private int runs;

    Member(String id) {
      this(id, URI.create("http://" + id));
    }

    Member(String id, URI url) {
      this.id = id;
      this.url = url;
      members.put(url, this);
      begin();
    }

    private void begin() {
      log = new DurableLog(storage);
      majority = new MajorityLog(log);
      node =
          new ElectedNode(
              new ElectedNode.Identity(id, "run " + ++runs),
              new ElectedNode.Data(
                  log,
                  new GapBuffer(storage, 100, 1 << 20),
                  majority,
                  (logId, epoch, from, cut) ->
                      cut.forEachRemaining(
                          entry -> aside.add(entry.order() + ":" + entry.message()))),
              new ElectedNode.Ports(
                  mandate ->
                      new MasterRole(log, settings(), masterPorts(this), Optional.of(mandate)),
                  taken -> true,
                  new Unmeasured(),
                  threads));
      node.start();
    }

    private MasterSettings settings() {
      return new MasterSettings(
          id,
          List.of(),
          false,
          100,
          new Appender.Bounds(100, 1 << 20),
          Secondaries.WINDOW,
          Duration.ofMillis(5),
          new Patience(PATIENCE, PATIENCE));
    }

    /** Answers nobody until it is back, and reaches nobody. */
    public void away(boolean now) {
      away = now;
    }

    /** Ends, and begins again with what is on its disk. */
    public void restart() {
      node.close();
      storage = storage.crash();
      begin();
    }

    /** Takes messages as the master. */
    public boolean isOpen() {
      return node.reigning().filter(role -> role.mode().closed().isEmpty()).isPresent();
    }

    @Override
    public void close() {
      node.close();
    }
  }

  private MasterRole.Ports masterPorts(Member from) {
    return new MasterRole.Ports(
        new Ways(from),
        secondary -> new FakeAttempts().always(),
        threads,
        () -> "random-" + minted.incrementAndGet(),
        from.metrics);
  }

  private record Unmeasured() implements ReplicaMetrics {
    @Override
    public void stored(int messages, long appended, long nanos) {}

    @Override
    public void refused(Problem problem) {}
  }

  private final class Ways implements SecondaryClients {
    private final Member from;

    Ways(Member from) {
      this.from = from;
    }

    @Override
    public SecondaryClient connect(URI base) {
      Member to = members.get(base);
      return to == null ? new SilentClient() : new Way(from, to);
    }

    @Override
    public SecondaryClient connectPatiently(URI base) {
      return connect(base);
    }
  }

  private static final class Way extends SilentClient {
    private final Member from;
    private final Member to;
    private volatile boolean closed;

    Way(Member from, Member to) {
      this.from = from;
      this.to = to;
    }

    private ElectedNode there() throws TransportException {
      if (closed || from.away || to.away) {
        throw new TransportException("no answer");
      }
      return to.node;
    }

    @Override
    public NodeHealth health() throws TransportException {
      ElectedNode.Identity there = there().identity();
      LogFacts facts = to.log.facts();
      return new NodeHealth(
          "secondary", there.id(), there.run(), facts.logId().orElse(null), facts.epoch());
    }

    @Override
    public ReplicaStatus status(OptionalLong at) throws TransportException {
      return there().status(at);
    }

    @Override
    public DeliveryAck deliver(Delivery delivery) throws TransportException {
      ElectedNode there = there();
      return switch (there.accept(delivery)) {
        case DeliveryOutcome.Stored stored ->
            new DeliveryAck(stored.messages(), stored.buffered(), there.identity().run());
        case DeliveryOutcome.Refused refused -> throw LocalNode.failure(refused.problem());
      };
    }

    @Override
    public List<LogEntry> entries(long from, int limit) throws TransportException {
      there();
      return to.log.batch(from, limit, 1 << 20);
    }

    @Override
    public void close() {
      closed = true;
    }
  }
}
