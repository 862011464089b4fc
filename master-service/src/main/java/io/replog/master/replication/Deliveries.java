package io.replog.master.replication;

import io.replog.log.DurableLog;
import io.replog.master.replication.DeliveryPlan.Later;
import io.replog.master.replication.DeliveryPlan.Send;
import io.replog.master.replication.DeliveryPlan.Step;
import io.replog.master.replication.Handshake.Agreement;
import io.replog.model.DeliveryAck;
import io.replog.model.LogEntry;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * The deliveries of one connection, as many at a time as the {@link DeliveryPlan} allows. Each
 * request under way has a thread, which goes on to the next request while there is one. The first
 * failure ends the connection. Safe for any thread.
 */
final class Deliveries {

  private final Replicator.Target target;
  private final Courier courier;
  private final DurableLog log;
  private final ReplicationSettings settings;
  private final Executor executor;
  private final Consumer<LinkException> failed;

  // Held while the target is told of a prefix: told out of order, the last word could be a shorter
  // one. Taken before the other lock, which must not be held while many writers are released.
  private final ReentrantLock telling = new ReentrantLock();

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // Guarded by lock.
  private final DeliveryPlan plan;
  private final Alarm alarm = new Alarm();
  private boolean closed;

  // The process of the secondary with which the last connection was made; written under lock.
  private volatile String run;

  /** {@code failed}: hears why a connection ended, unless it was ended from outside. */
  Deliveries(
      Replicator.Target target,
      Courier courier,
      DurableLog log,
      ReplicationSettings settings,
      Executor executor,
      Consumer<LinkException> failed) {
    this.target = target;
    this.courier = courier;
    this.log = log;
    this.settings = settings;
    this.executor = executor;
    this.failed = failed;
    this.plan = new DeliveryPlan(settings.window());
  }

  boolean isConnected() {
    return plan.isConnected();
  }

  /** Whether a delivery was answered on the present connection. */
  boolean isHeard() {
    return plan.isHeard();
  }

  /** Begins a connection with a secondary that was found to hold {@code found}. */
  void begin(Agreement found) {
    telling.lock();
    try {
      tell(found);
      connected(found);
    } finally {
      telling.unlock();
    }
    pump();
  }

  /**
   * What another process of the secondary acknowledged counts no more, even if this one holds it
   * again: its disk may have been lost meanwhile, and filled by an older master.
   */
  private void tell(Agreement found) {
    boolean sameProcess = found.run() != null && found.run().equals(run);
    telling.lock();
    try {
      target.holdsAtMost(sameProcess ? found.prefix() : 0);
    } finally {
      telling.unlock();
    }
  }

  private void connected(Agreement found) {
    lock.lock();
    try {
      if (!closed) {
        plan.connected(found.prefix());
        run = found.run();
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * Makes one delivery while there is no connection, to a secondary that was found to hold {@code
   * found}.
   *
   * @return what it holds now
   */
  Agreement probe(Agreement found) throws LinkException {
    tell(found);
    int most = settings.window().messages();
    List<LogEntry> entries = log.batch(found.prefix(), most, settings.maxBytes());
    return new Agreement(courier.deliver(found.run(), entries).messages(), found.run());
  }

  /** Ends the connection; what comes back from it does not count any more. */
  void disconnect() {
    lock.lock();
    try {
      plan.disconnected();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Ends the connection, and what was acknowledged counts no more: the log is another one now. */
  void forget() {
    telling.lock();
    try {
      disconnect();
      target.holdsAtMost(0);
    } finally {
      telling.unlock();
    }
  }

  /** Ends the connection if it was made with another process than {@code present}. */
  void disconnectUnlessWith(String present) {
    lock.lock();
    try {
      if (plan.isConnected() && run != null && !run.equals(present)) {
        disconnect();
      }
    } finally {
      lock.unlock();
    }
  }

  /** Ends the connection and lets none begin. */
  void close() {
    lock.lock();
    try {
      closed = true;
      disconnect();
    } finally {
      lock.unlock();
    }
  }

  /**
   * Returns once the connection has ended. Until then it is the clock of the plan: asks it again
   * when it said "later".
   */
  void awaitEnd() throws InterruptedException {
    lock.lock();
    try {
      while (plan.isConnected()) {
        if (alarm.rings(System.nanoTime())) {
          lock.unlock();
          try {
            pump();
          } finally {
            lock.lock();
          }
        } else {
          alarm.await(changed);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /**
   * The log has grown; {@code awaited} says whether a writer waits for other nodes to hold it. Does
   * not block.
   */
  void grown(boolean awaited) {
    if (awaited) {
      lock.lock();
      try {
        plan.awaited(log.length());
      } finally {
        lock.unlock();
      }
    }
    pump();
  }

  /** Sends what may be sent now. Does not block. */
  void pump() {
    for (Step step = step(); step instanceof Send send; step = step()) {
      executor.execute(() -> carry(send));
    }
  }

  private Step step() {
    lock.lock();
    try {
      long now = System.nanoTime();
      Step step = plan.next(log.length(), now);
      if (step instanceof Later later && alarm.set(now + later.nanos())) {
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
        return;
      } catch (RuntimeException e) {
        failed(send, new LinkException("unexpected: " + e, e));
        return;
      }
    }
  }

  private void send(Send send) throws LinkException {
    long from = send.from();
    do {
      List<LogEntry> entries = log.batch(from, (int) (send.to() - from), settings.maxBytes());
      acknowledged(send, courier.deliver(run, entries));
      from += Math.max(1, entries.size());
    } while (from < send.to());
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
      disconnect();
    } finally {
      lock.unlock();
    }
    failed.accept(e);
  }
}
