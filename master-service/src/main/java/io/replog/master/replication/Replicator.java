package io.replog.master.replication;

import io.replog.log.DurableLog;
import io.replog.master.replication.DeliveryPlan.Later;
import io.replog.master.replication.DeliveryPlan.Nothing;
import io.replog.master.replication.DeliveryPlan.Send;
import io.replog.master.replication.DeliveryPlan.Step;
import io.replog.master.replication.LinkException.Diverged;
import io.replog.master.replication.LinkException.OtherLog;
import io.replog.master.replication.LinkException.Stale;
import io.replog.model.Delivery;
import io.replog.model.DeliveryAck;
import io.replog.model.LogEntry;
import io.replog.model.ReplicaStatus;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Brings the log to one secondary, for as long as it is a member (G5). One virtual thread keeps the
 * connection: it asks where to go on, and after a failure repeats that with growing pauses. Each
 * request under way has a thread, which goes on to the next request while there is one.
 *
 * <p>Only acknowledgements tell how far the secondary is, and nobody waits here for another one
 * (G6).
 */
public final class Replicator implements AutoCloseable {

  /** The secondary as the rest of the master knows it. */
  public interface Target {
    /** How it is called in logs. */
    String name();

    /** It said this of itself on a new connection. */
    void introduced(ReplicaStatus status) throws LinkException;

    /** Its prefix on disk is now this long; shorter than before if it lost its disk. */
    void acked(long prefix);

    /** Whether, and why, its log is not the beginning of this one; null if it is. */
    void diverged(String reason);

    /**
     * It holds another log altogether; says whether this master gives up its own, empty one for it.
     */
    boolean yieldsToOtherLog();

    /** It has heard of a newer master: this one must stop. */
    void fenced(long epoch);
  }

  private final Target target;
  private final SecondaryLink link;
  private final Attempts attempts;
  private final DurableLog log;
  private final ReplacedLogs replaced;
  private final Handshake handshake;
  private final ReplicationSettings settings;
  private final ReplicationEvents events;
  private final Executor executor;
  private final Thread connector;
  private final AtomicBoolean started = new AtomicBoolean();

  // Held while the target is told of a prefix: told out of order, the last word could be a shorter
  // one. Taken before the other lock, which must not be held while many writers are released.
  private final ReentrantLock telling = new ReentrantLock();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by lock.
  private final DeliveryPlan plan;
  private long laterNanos;
  private volatile boolean failedBefore;
  private volatile boolean closed;

  public Replicator(
      Target target,
      SecondaryLink link,
      Attempts attempts,
      DurableLog log,
      ReplacedLogs replaced,
      ReplicationSettings settings,
      ReplicationEvents events,
      Executor executor) {
    this.target = target;
    this.link = link;
    this.attempts = attempts;
    this.log = log;
    this.replaced = replaced;
    this.handshake = new Handshake(log, replaced);
    this.settings = settings;
    this.events = events;
    this.executor = executor;
    this.plan = new DeliveryPlan(settings.window());
    this.connector = Thread.ofVirtual().name("connector").unstarted(this::stayConnected);
  }

  /** Begins to deliver; a second call changes nothing. */
  public void start() {
    if (started.compareAndSet(false, true)) {
      connector.start();
    }
  }

  /** The log has grown. Quick: called by the appender. */
  public void signal() {
    if (plan.isConnected()) {
      pump();
    }
  }

  /** There is reason to think that the secondary can be reached. */
  public void wake() {
    attempts.wake();
  }

  /** The secondary does not answer: what is under way will not either. */
  public void giveUpCalls() {
    link.abort();
  }

  /** Connects anew, for example because the log was emptied. */
  public void reconnect() {
    lock.lock();
    try {
      plan.disconnected();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    attempts.wake();
  }

  public boolean isConnected() {
    return plan.isConnected();
  }

  /** Whether the secondary has answered a delivery on the present connection. */
  public boolean isHeard() {
    return plan.isHeard();
  }

  private void stayConnected() {
    try {
      while (!closed) {
        attempts.untilSuccess(this::connect);
        serveUntilDisconnected();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Void connect() throws LinkException {
    try {
      ReplicaStatus status = link.status(OptionalLong.empty());
      target.introduced(status);
      long prefix = handshake.prefix(link, status);
      target.diverged(null);
      if (failedBefore) {
        prefix = probe(prefix);
      }
      events.connected(target.name(), prefix, log.length() - prefix);
      begin(prefix);
      return null;
    } catch (LinkException e) {
      failed(e);
      throw e;
    }
  }

  /** After a failure, one delivery must succeed before deliveries flow again. */
  private long probe(long prefix) throws LinkException {
    telling.lock();
    try {
      target.acked(prefix);
    } finally {
      telling.unlock();
    }
    return deliver(log.batch(prefix, settings.window().messages(), settings.maxBytes())).messages();
  }

  private void begin(long prefix) {
    telling.lock();
    try {
      connected(prefix);
      target.acked(prefix);
    } finally {
      telling.unlock();
    }
    pump();
  }

  private void connected(long prefix) {
    lock.lock();
    try {
      failedBefore = false;
      plan.connected(prefix);
    } finally {
      lock.unlock();
    }
  }

  /** Also the clock of the plan: asks it again when it said "later". */
  private void serveUntilDisconnected() throws InterruptedException {
    lock.lock();
    try {
      while (plan.isConnected() && !closed) {
        if (laterNanos == 0) {
          changed.await();
        } else if (changed.awaitNanos(laterNanos) <= 0) {
          laterNanos = 0;
          lock.unlock();
          try {
            pump();
          } finally {
            lock.lock();
          }
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void pump() {
    for (Step step = step(); step instanceof Send send; step = step()) {
      executor.execute(() -> carry(send));
    }
  }

  private Step step() {
    lock.lock();
    try {
      Step step = plan.next(log.length(), System.nanoTime());
      if (step instanceof Later later && laterNanos == 0) {
        laterNanos = later.nanos();
        changed.signalAll();
      }
      return step;
    } finally {
      lock.unlock();
    }
  }

  /** One request after the other, as long as the plan has one for this thread. */
  private void carry(Send first) {
    Step step = first;
    while (step instanceof Send send) {
      try {
        send(send);
        step = returned(send);
      } catch (LinkException e) {
        failed(send, e);
        step = new Nothing();
      } catch (RuntimeException e) {
        failed(send, new LinkException("unexpected: " + e, e));
        step = new Nothing();
      }
    }
  }

  private void send(Send send) throws LinkException {
    long from = send.from();
    do {
      List<LogEntry> entries = log.batch(from, (int) (send.to() - from), settings.maxBytes());
      acknowledged(send, deliver(entries));
      from += Math.max(1, entries.size());
    } while (from < send.to());
  }

  private DeliveryAck deliver(List<LogEntry> entries) throws LinkException {
    var identity = log.identity();
    Delivery delivery =
        new Delivery(
            identity.epoch(),
            identity.claim(),
            identity.logId().orElseThrow(),
            replaced.ids(),
            entries);
    events.sent(target.name(), delivery);
    long begin = System.nanoTime();
    DeliveryAck ack = link.deliver(delivery);
    if (ack.messages() > log.length()) {
      throw new Diverged("it says it holds more messages than this master");
    }
    events.acknowledged(target.name(), delivery, ack, System.nanoTime() - begin);
    return ack;
  }

  private void acknowledged(Send send, DeliveryAck ack) throws LinkException {
    if (ack.messages() < send.acked()) {
      throw new LinkException("it holds fewer messages than it acknowledged before");
    }
    telling.lock();
    try {
      if (isNews(send, ack)) {
        target.acked(plan.acked());
      }
    } finally {
      telling.unlock();
    }
  }

  private boolean isNews(Send send, DeliveryAck ack) {
    lock.lock();
    try {
      plan.acknowledged(send.session(), ack.messages());
      return plan.isCurrent(send.session());
    } finally {
      lock.unlock();
    }
  }

  private Step returned(Send send) {
    lock.lock();
    try {
      plan.returned(send.session(), System.nanoTime());
    } finally {
      lock.unlock();
    }
    return step();
  }

  private void failed(Send send, LinkException e) {
    lock.lock();
    try {
      if (!plan.isCurrent(send.session())) {
        return;
      }
      plan.disconnected();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
    failed(e);
  }

  private void failed(LinkException e) {
    failedBefore = true;
    switch (e) {
      case Stale stale -> target.fenced(stale.epoch());
      case Diverged diverged -> {
        if (diverged instanceof OtherLog && target.yieldsToOtherLog()) {
          return;
        }
        target.diverged(diverged.getMessage());
        events.diverged(target.name(), diverged.getMessage());
      }
      default -> events.failed(target.name(), e.getMessage());
    }
  }

  /** Ends at once, without waiting for what is under way. */
  @Override
  public void close() {
    closed = true;
    attempts.close();
    connector.interrupt();
    link.close();
  }
}
