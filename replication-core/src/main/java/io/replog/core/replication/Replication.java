package io.replog.core.replication;

import io.replog.core.membership.Heartbeat;
import io.replog.core.membership.Membership;
import io.replog.core.membership.NodeStatus;
import io.replog.core.membership.Registration;
import io.replog.core.membership.Secondary;
import io.replog.core.transport.Attempts;
import io.replog.core.transport.NodeHealth;
import io.replog.core.transport.SecondaryClient;
import io.replog.core.transport.SecondaryClients;
import io.replog.core.transport.TransportException;
import io.replog.log.storage.LogFacts;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The master's side of replication: a {@link Replicator} and a {@link Heartbeat} for each
 * secondary, started when it joins and closed when it leaves. Safe for any thread.
 */
public final class Replication implements Membership.Listener, Heartbeat.Listener, AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(Replication.class);

  private record Link(Replicator replicator, Heartbeat heartbeat) {
    void close() {
      heartbeat.close();
      replicator.close();
    }
  }

  private final Reign reign;
  private final SecondaryClients clients;
  private final Function<Secondary, Attempts> attempts;
  private final Duration heartbeatInterval;
  private final Map<Secondary, Link> links = new ConcurrentHashMap<>();
  private volatile Runnable otherLogFound = () -> {};
  private volatile boolean replicating;
  private volatile boolean closed;

  /**
   * @param clients makes the clients of secondaries
   * @param attempts retries failed connections to a secondary
   */
  public Replication(
      Reign reign,
      SecondaryClients clients,
      Function<Secondary, Attempts> attempts,
      Duration heartbeatInterval) {
    this.reign = reign;
    this.clients = clients;
    this.attempts = attempts;
    this.heartbeatInterval = heartbeatInterval;
  }

  /**
   * The log is ready: replication begins.
   *
   * @param onOtherLog called when this log holds nothing and a secondary holds another one
   */
  public void begin(Runnable onOtherLog) {
    otherLogFound = onOtherLog;
    replicating = true;
    forEach(link -> link.replicator().start());
  }

  /**
   * The log has grown; {@code awaited} says whether a writer waits for other nodes to hold what was
   * added. Called by the appender.
   */
  public void signal(boolean awaited) {
    forEach(link -> link.replicator().signal(awaited));
  }

  /**
   * The log was emptied, or is another one: every secondary must learn of it, now or once it is
   * back. Called while nothing is appended, so that no acknowledgement of an old message counts for
   * a new one.
   */
  public void reconnect() {
    forEach(link -> link.replicator().reconnect());
  }

  /** In joining order, so that a simulated run can be repeated. */
  private void forEach(Consumer<Link> action) {
    for (Secondary secondary : reign.membership().members()) {
      Link link = links.get(secondary);
      if (link != null) {
        action.accept(link);
      }
    }
  }

  /** Whether every reachable secondary has answered a delivery of the present log. */
  public boolean allAnswered() {
    long now = System.nanoTime();
    return links.keySet().stream()
        .allMatch(
            each -> each.status(now) == NodeStatus.UNHEALTHY || each.progress().hasAnswered());
  }

  /** State of the circuit breaker of {@code secondary} in a word. */
  public String breaker(Secondary secondary) {
    return link(secondary).map(link -> link.replicator().breaker()).orElse("");
  }

  /** The pause before the next attempt to reach {@code secondary}; empty where there is none. */
  public Optional<Attempts.Pause> pause(Secondary secondary) {
    return link(secondary).flatMap(link -> link.replicator().retryPause());
  }

  /**
   * Registers a secondary. Probes its URL and the listed members of unknown id first, so that no
   * node counts twice and none counts unreached. May block until the timeout of a health request.
   */
  public Registration register(String id, URI url, String run) {
    var asked =
        reign.membership().candidatesFor(id, url).stream()
            .flatMap(candidate -> link(candidate).stream())
            .map(link -> CompletableFuture.runAsync(link.heartbeat()::ask, this::start))
            .toArray(CompletableFuture[]::new);
    Optional<NodeHealth> there =
        reign.membership().mustBeProbed(id, url, run) ? probe(url) : Optional.empty();
    CompletableFuture.allOf(asked).join();
    Registration answer = reign.membership().register(id, url, run, there);
    if (answer instanceof Registration.Member member) {
      link(member.secondary()).ifPresent(link -> link.replicator().wake());
    }
    return answer;
  }

  private void start(Runnable body) {
    reign.threads().start("registration", body);
  }

  private Optional<NodeHealth> probe(URI url) {
    try (SecondaryClient client = clients.connect(url)) {
      return Optional.of(client.health());
    } catch (TransportException e) {
      logger.debug("{} registered, but this master did not reach it: {}", url, e.getMessage());
      return Optional.empty();
    }
  }

  private Optional<Link> link(Secondary secondary) {
    return Optional.ofNullable(links.get(secondary));
  }

  @Override
  public void joined(Secondary secondary) {
    SecondaryClient client = clients.connect(secondary.url());
    Replicator replicator =
        new Replicator(
            secondary, client, attempts.apply(secondary), reign, () -> otherLogFound.run());
    Heartbeat heartbeat =
        new Heartbeat(secondary, client, heartbeatInterval, System::nanoTime, this);
    Link link = new Link(replicator, heartbeat);
    links.put(secondary, link);
    if (closed) {
      link.close();
      return;
    }
    reign.threads().start("heartbeat", heartbeat);
    reign.metrics().members(reign.membership().members());
    if (replicating) {
      replicator.start();
    }
  }

  @Override
  public void identified(Secondary secondary) {
    reign.metrics().members(reign.membership().members());
  }

  @Override
  public void left(Secondary secondary) {
    Link link = links.remove(secondary);
    if (link != null) {
      link.close();
    }
    reign.metrics().members(reign.membership().members());
    reign.writers().nodesChanged();
  }

  @Override
  public void alive(Secondary secondary, NodeHealth health) {
    if (closed) {
      return;
    }
    if (!health.isSecondary()) {
      logOtherNode(secondary, "the %s \"%s\"".formatted(health.role(), health.id()));
      return;
    }
    // Before seen() below: for a node that answers but accepts no delivery, back-off keeps growing.
    boolean isBack =
        secondary.status(System.nanoTime()) != NodeStatus.HEALTHY
            || !Optional.ofNullable(health.run()).equals(secondary.run());
    if (!reign.membership().identified(secondary, health.id(), health.run())) {
      logOtherNode(secondary, "secondary \"%s\"".formatted(health.id()));
      return;
    }
    secondary.seen(System.nanoTime(), Instant.now());
    secondary.told(health);
    fenceIfNewer(health);
    if (health.run() != null) {
      // A restarted process may have lost its disk; otherwise only the next message would show it.
      secondary.progress().disconnectUnlessWith(health.run());
    }
    if (holdsAnotherLog(health)) {
      // Another master may have given it another log since the connection was made.
      secondary.progress().disconnected();
    }
    if (isBack && replicating && secondary.condition().isEmpty()) {
      link(secondary).ifPresent(link -> link.replicator().wake());
    }
  }

  private static void logOtherNode(Secondary secondary, String who) {
    if (secondary.lastFailure("another node answers there, " + who)) {
      logger.warn(
          "at {}, {} answers instead of secondary {}, which still counts until it is retired",
          secondary.url(),
          who,
          secondary.id());
    }
  }

  private boolean holdsAnotherLog(NodeHealth health) {
    return replicating && health.logId() != null && !reign.log().facts().isLog(health.logId());
  }

  private void fenceIfNewer(NodeHealth health) {
    LogFacts mine = reign.log().facts();
    if (replicating && mine.isOfLineageOf(health.logId()) && health.epoch() > mine.epoch()) {
      reign.mode().fence(health.epoch());
    }
  }

  @Override
  public void silent(Secondary secondary) {
    link(secondary).ifPresent(link -> link.replicator().abortCalls());
  }

  /** Stops everything without waiting for calls under way. */
  @Override
  public void close() {
    closed = true;
    forEach(Link::close);
  }
}
