package io.replog.core.replication;

import io.replog.core.replication.LinkException.Diverged;
import io.replog.core.replication.LinkException.Stale;
import io.replog.model.Delivery;
import io.replog.model.DeliveryAck;
import io.replog.model.LogEntry;
import io.replog.model.ReplicaStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/**
 * A secondary in memory with the link to it: keeps the rules of a real one, and fails as it is told
 * to. Safe for any thread.
 */
final class FakeSecondary implements SecondaryLink {

  /** What a call does instead of answering: {@code after} it had its effect, or before. */
  record Trouble(double before, double after) {}

  private final Random random;
  private final List<LogEntry> log = new ArrayList<>();
  private final TreeMap<Long, LogEntry> held = new TreeMap<>();
  private String logId;
  private long epoch;
  private Trouble trouble = new Trouble(0, 0);
  private int statusCalls;
  private int deliveries;
  private DeliveryAck lie;
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile boolean closed;

  FakeSecondary() {
    this(new Random(1));
  }

  private String run = "run";

  FakeSecondary(Random random) {
    this.random = random;
  }

  /** Holds {@code entries} of {@code logId} from the start. */
  FakeSecondary holding(String logId, long epoch, List<LogEntry> entries) {
    this.logId = logId;
    this.epoch = epoch;
    log.addAll(entries);
    return this;
  }

  synchronized void trouble(double before, double after) {
    trouble = new Trouble(before, after);
  }

  /** Every delivery is answered with this, whatever it does. */
  synchronized void answerAlways(DeliveryAck ack) {
    lie = ack;
  }

  /** Comes back as another process. */
  synchronized void restart() {
    run += "'";
  }

  /** Comes back without its disk. */
  synchronized void wipe() {
    restart();
    log.clear();
    held.clear();
    logId = null;
    epoch = 0;
  }

  /** Names its process. */
  synchronized String run() {
    return run;
  }

  /** Lets deliveries wait until {@link #letGo}. */
  void block() {
    gate = new CountDownLatch(1);
  }

  void letGo() {
    gate.countDown();
  }

  synchronized List<String> messages() {
    return log.stream().map(LogEntry::message).toList();
  }

  /** Those that brought messages. */
  synchronized int deliveries() {
    return deliveries;
  }

  synchronized int statusCalls() {
    return statusCalls;
  }

  boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized ReplicaStatus status(OptionalLong at) throws LinkException {
    statusCalls++;
    failBy(trouble.before());
    long length = at.isPresent() ? Math.min(at.getAsLong(), log.size()) : log.size();
    long checksum =
        length == 0 ? LogEntry.EMPTY_LOG_CHECKSUM : log.get((int) length - 1).checksum();
    return new ReplicaStatus(
        "s1",
        run,
        logId,
        epoch,
        0,
        "",
        log.size(),
        held.size(),
        Long.toHexString(checksum),
        length);
  }

  @Override
  public DeliveryAck deliver(Delivery delivery) throws LinkException {
    try {
      gate.await();
    } catch (InterruptedException e) {
      throw new LinkException("interrupted", e);
    }
    return store(delivery);
  }

  private synchronized DeliveryAck store(Delivery delivery) throws LinkException {
    boolean greeting = delivery.entries().isEmpty();
    deliveries += greeting ? 0 : 1;
    failBy(trouble.before());
    if (delivery.epoch() < epoch) {
      throw new Stale(epoch);
    }
    epoch = delivery.epoch();
    if (logId != null && delivery.replaces().contains(logId)) {
      log.clear();
      held.clear();
    }
    logId = delivery.logId();
    delivery.entries().forEach(entry -> held.put(entry.order(), entry));
    while (!held.isEmpty() && held.firstKey() <= log.size()) {
      LogEntry entry = held.pollFirstEntry().getValue();
      if (entry.order() == log.size()) {
        log.add(entry);
      } else if (!entry.sameMessage(log.get((int) entry.order()))) {
        throw new Diverged("another message at order " + entry.order());
      }
    }
    failBy(greeting ? 0 : trouble.after());
    return lie == null ? new DeliveryAck(log.size(), held.size(), run) : lie;
  }

  private void failBy(double chance) throws LinkException {
    if (closed || random.nextDouble() < chance) {
      throw new LinkException("no answer");
    }
  }

  @Override
  public void abort() {}

  @Override
  public void close() {
    closed = true;
    letGo();
  }
}
