package io.replog.core.fakes;

import io.replog.core.transport.NodeHealth;
import io.replog.core.transport.TransportException;
import io.replog.core.transport.TransportException.Diverged;
import io.replog.core.transport.TransportException.Stale;
import io.replog.model.Delivery;
import io.replog.model.DeliveryAck;
import io.replog.model.LogEntry;
import io.replog.model.LogId;
import io.replog.model.ReplicaStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;

/**
 * A secondary in memory with the one way to it: keeps the rules of a real one, and fails as it is
 * told to. Safe for any thread.
 */
public final class FakeSecondary extends SilentClient {

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
  private volatile boolean announcementsPass;
  private volatile boolean closed;
  private TransportException refusal;
  private List<Integer> sizes = new ArrayList<>();
  private long largestBytes;

  public FakeSecondary() {
    this(new Random(1));
  }

  private String run = "run";

  public FakeSecondary(Random random) {
    this.random = random;
  }

  /** Holds {@code entries} of {@code logId} from the start. */
  public FakeSecondary holding(String logId, long epoch, List<LogEntry> entries) {
    this.logId = logId;
    this.epoch = epoch;
    log.addAll(entries);
    return this;
  }

  public synchronized void trouble(double before, double after) {
    trouble = new Trouble(before, after);
  }

  /** Every delivery is answered with this, whatever it does. */
  public synchronized void answerAlways(DeliveryAck ack) {
    lie = ack;
  }

  /** Every delivery of messages is refused with this, until it is null. */
  public synchronized void refuseAlways(TransportException why) {
    refusal = why;
  }

  /** How many messages each delivery had. */
  public synchronized List<Integer> sizes() {
    return List.copyOf(sizes);
  }

  public synchronized long largestBytes() {
    return largestBytes;
  }

  /** Comes back as another process. */
  public synchronized void restart() {
    run += "'";
  }

  /** Comes back without its disk. */
  public synchronized void wipe() {
    restart();
    log.clear();
    held.clear();
    logId = null;
    epoch = 0;
  }

  /** Names its process. */
  public synchronized String run() {
    return run;
  }

  /** Lets deliveries wait until {@link #letGo}. */
  public void block() {
    gate = new CountDownLatch(1);
  }

  /** Lets deliveries of messages wait, announcements not. */
  public void blockMessages() {
    announcementsPass = true;
    block();
  }

  public void letGo() {
    gate.countDown();
  }

  public synchronized List<String> messages() {
    return log.stream().map(LogEntry::message).toList();
  }

  /** Those that brought messages. */
  public synchronized int deliveries() {
    return deliveries;
  }

  public synchronized int statusCalls() {
    return statusCalls;
  }

  public boolean isClosed() {
    return closed;
  }

  @Override
  public synchronized NodeHealth health() {
    return new NodeHealth("secondary", "s1", run, logId, epoch);
  }

  @Override
  public synchronized ReplicaStatus status(OptionalLong at) throws TransportException {
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
        0,
        log.size(),
        held.size(),
        Long.toHexString(checksum),
        length,
        null);
  }

  @Override
  public DeliveryAck deliver(Delivery delivery) throws TransportException {
    try {
      if (!delivery.entries().isEmpty() || !announcementsPass) {
        gate.await();
      }
    } catch (InterruptedException e) {
      throw new TransportException("interrupted", e);
    }
    return store(delivery);
  }

  private synchronized DeliveryAck store(Delivery delivery) throws TransportException {
    boolean announcement = delivery.entries().isEmpty();
    deliveries += announcement ? 0 : 1;
    sizes.add(delivery.entries().size());
    largestBytes =
        Math.max(
            largestBytes,
            delivery.entries().stream().mapToLong(entry -> entry.record().length).sum());
    failBy(trouble.before());
    if (refusal != null && !announcement) {
      throw refusal;
    }
    if (delivery.epoch() < epoch) {
      throw new Stale(epoch);
    }
    epoch = delivery.epoch();
    if (logId != null && LogId.replaces(delivery.logId(), logId)) {
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
    failBy(announcement ? 0 : trouble.after());
    return lie == null ? new DeliveryAck(log.size(), held.size(), run) : lie;
  }

  private void failBy(double chance) throws TransportException {
    if (closed || random.nextDouble() < chance) {
      throw new TransportException("no answer");
    }
  }

  @Override
  public void close() {
    closed = true;
    letGo();
  }
}
