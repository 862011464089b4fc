package io.replog.master.cluster;

import io.replog.log.DurableLog;
import io.replog.master.append.PendingWrites;
import io.replog.master.membership.HealthProbe;
import io.replog.master.membership.Heartbeat;
import io.replog.master.membership.Membership;
import io.replog.master.membership.NodeStatus;
import io.replog.master.membership.Secondary;
import io.replog.master.mode.Mode;
import io.replog.master.replication.LinkException;
import io.replog.master.replication.Replicator;
import io.replog.model.ReplicaStatus;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * The master among its secondaries: begins and ends the conversation with each as it joins and
 * leaves, and passes on what one part learns to those whom it concerns. Safe for any thread.
 */
public final class Cluster implements Membership.Listener, Heartbeat.Listener, AutoCloseable {

  /** Makes the conversation with one secondary, not begun yet. */
  public interface Conversations {
    Conversation with(Secondary secondary, Replicator.Target target, Heartbeat.Listener listener);
  }

  private static final Duration TELLING = Duration.ofSeconds(3);

  private final Conversations factory;
  private final DurableLog log;
  private final Mode mode;
  private final ClusterEvents events;
  private final Map<Secondary, Conversation> conversations = new ConcurrentHashMap<>();
  private Membership membership;
  private PendingWrites pending;
  private volatile boolean delivering;
  private volatile Runnable otherLogFound = () -> {};

  public Cluster(Conversations factory, DurableLog log, Mode mode, ClusterEvents events) {
    this.factory = factory;
    this.log = log;
    this.mode = mode;
    this.events = events;
  }

  /** Takes up the members; heartbeats begin, deliveries wait for {@link #deliver}. */
  public void begin(Membership membership, PendingWrites pending, List<URI> listed) {
    this.membership = membership;
    this.pending = pending;
    membership.begin(listed);
  }

  /** {@code listener}: called when this log holds nothing and a secondary holds another one. */
  public void onOtherLog(Runnable listener) {
    otherLogFound = listener;
  }

  /**
   * A secondary asks to be a member. It may be listed under another name of its host: those whose
   * id is not known yet are asked for it first, so that one node never counts twice.
   */
  public Membership.Answer register(String id, URI url, String run) {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Secondary candidate : membership.candidatesFor(id, url)) {
        Conversation conversation = conversations.get(candidate);
        if (conversation != null) {
          threads.execute(conversation.heartbeat()::ask);
        }
      }
    }
    Membership.Answer answer = membership.register(id, url, run);
    if (answer instanceof Membership.Answer.Member member) {
      wakeUnlessConnected(member.secondary());
    }
    return answer;
  }

  /** The log is ready: deliveries begin. */
  public void deliver() {
    delivering = true;
    forEach((secondary, conversation) -> conversation.replicator().start());
  }

  /**
   * The log has grown; {@code awaited} says whether a writer waits for other nodes to hold what was
   * added. Called by the appender.
   */
  public void signal(boolean awaited) {
    forEach((secondary, conversation) -> conversation.replicator().signal(awaited));
  }

  /**
   * The log was emptied, or is another one: every secondary must be told, now or when it comes
   * back. Called while nothing is appended, so that no new message counts what held an old one.
   */
  public void reconnect() {
    forEach((secondary, conversation) -> conversation.replicator().reconnect());
  }

  /** In the order in which they joined, so that the same run of events has the same order. */
  private void forEach(BiConsumer<Secondary, Conversation> action) {
    for (Secondary secondary : membership.secondaries()) {
      Conversation conversation = conversations.get(secondary);
      if (conversation != null) {
        action.accept(secondary, conversation);
      }
    }
  }

  /** Waits a little until every secondary that can be reached has heard of the present log. */
  public void awaitTold() throws InterruptedException {
    long end = System.nanoTime() + TELLING.toNanos();
    while (System.nanoTime() < end && !allTold()) {
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  private boolean allTold() {
    long now = System.nanoTime();
    return conversations.entrySet().stream()
        .allMatch(
            each ->
                each.getKey().status(now) == NodeStatus.UNHEALTHY
                    || each.getValue().replicator().isHeard());
  }

  /** It registered or answered: there is no reason to wait with the next attempt. */
  private void wakeUnlessConnected(Secondary secondary) {
    Conversation conversation = conversations.get(secondary);
    if (conversation != null && !conversation.replicator().isConnected()) {
      conversation.replicator().wake();
    }
  }

  @Override
  public void joined(Secondary secondary) {
    Conversation conversation = factory.with(secondary, new Target(secondary), this);
    conversations.put(secondary, conversation);
    events.joined(secondary);
    Thread.ofVirtual().name("heartbeat").start(conversation.heartbeat());
    if (delivering) {
      conversation.replicator().start();
    }
  }

  @Override
  public void left(Secondary secondary, String why) {
    Conversation conversation = conversations.remove(secondary);
    if (conversation != null) {
      conversation.close();
    }
    events.left(secondary, why);
    pending.nodesChanged();
  }

  @Override
  public void alive(Secondary secondary, HealthProbe.Report report) {
    if (!"secondary".equals(report.role())) {
      membership.reject(secondary, "the node at its URL is a " + report.role());
      return;
    }
    // Only then: while it answers and yet takes no delivery, the pauses between attempts grow.
    boolean isBack =
        secondary.status(System.nanoTime()) != NodeStatus.HEALTHY
            || !secondary.run().equals(Optional.ofNullable(report.run()));
    if (!membership.introduced(secondary, report.id(), report.run())) {
      return; // Another member answers at its address: that is no sign of its life.
    }
    secondary.seen(System.nanoTime(), Instant.now());
    boolean sameLog = log.identity().logId().filter(id -> id.equals(report.logId())).isPresent();
    if (delivering && sameLog && report.epoch() > log.identity().epoch()) {
      fenced(report.epoch());
    }
    Conversation conversation = conversations.get(secondary);
    if (conversation != null) {
      conversation.replicator().runs(report.run());
    }
    if (isBack && delivering && secondary.divergence().isEmpty()) {
      wakeUnlessConnected(secondary);
    }
  }

  @Override
  public void statusChanged(Secondary secondary, NodeStatus before, NodeStatus after) {
    events.statusChanged(secondary, before, after);
    Conversation conversation = conversations.get(secondary);
    if (after == NodeStatus.UNHEALTHY && conversation != null) {
      conversation.replicator().giveUpCalls();
    }
  }

  /** A newer master was heard of: nothing is taken any more, and nobody is told "done". */
  public void fenced(long epoch) {
    if (!mode.isFenced()) {
      events.fenced(epoch);
    }
    mode.fence(epoch);
    pending.abandon();
  }

  @Override
  public void close() {
    conversations.values().forEach(Conversation::close);
  }

  /** What the replicator tells of one secondary. */
  private final class Target implements Replicator.Target {
    private final Secondary secondary;

    Target(Secondary secondary) {
      this.secondary = secondary;
    }

    @Override
    public String name() {
      return secondary.id();
    }

    @Override
    public void introduced(ReplicaStatus status) throws LinkException {
      if (!membership.introduced(secondary, status.id(), status.run())) {
        throw new LinkException("another member, %s, answers there".formatted(status.id()));
      }
      if (!conversations.containsKey(secondary)) {
        throw new LinkException("it is no member any more");
      }
      if (mode.isRecovering()) {
        throw new LinkException("this master has not taken over yet");
      }
    }

    @Override
    public void acked(long prefix) {
      secondary.seen(System.nanoTime(), Instant.now());
      long before = secondary.acked();
      secondary.acked(prefix);
      if (prefix > before) {
        pending.acknowledged(before, prefix);
      }
    }

    @Override
    public void holdsAtMost(long prefix) {
      secondary.seen(System.nanoTime(), Instant.now());
      secondary.acked(Math.min(prefix, secondary.acked()));
    }

    @Override
    public void diverged(String reason) {
      secondary.diverged(reason);
      if (reason != null) {
        secondary.acked(0); // What it holds is not known to be this log any more.
      }
    }

    @Override
    public boolean yieldsToOtherLog() {
      boolean yields = log.length() == 0;
      if (yields) {
        otherLogFound.run();
      }
      return yields;
    }

    @Override
    public void fenced(long epoch) {
      Cluster.this.fenced(epoch);
    }
  }
}
