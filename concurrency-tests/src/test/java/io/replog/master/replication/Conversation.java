package io.replog.master.replication;

import io.replog.log.DurableLog;
import io.replog.model.Delivery;
import io.replog.model.DeliveryAck;
import io.replog.model.LogEntry;
import io.replog.model.ReplicaStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * Deliveries of single messages, two at a time, to a secondary in memory; and what is told of it.
 */
final class Conversation implements SecondaryLink, Replicator.Target, ReplicationEvents {

  final Deliveries deliveries;

  private final List<Thread> carriers = new ArrayList<>();
  private final boolean[] held;
  private boolean lost;

  // Written by whoever tells; that one comes after the other is what is to be shown.
  volatile long told;
  volatile boolean toldToGoBack;

  Conversation(DurableLog log) {
    held = new boolean[(int) log.length()];
    Courier courier = new Courier(this, this, log, List::of, this);
    ReplicationSettings settings = ReplicationSettings.of(2, 2, 1, 0, 0, 0, 1_000);
    deliveries = new Deliveries(this, courier, log, settings, this::execute, this::ended);
  }

  private void execute(Runnable carry) {
    Thread carrier = new Thread(carry);
    synchronized (carriers) {
      carriers.add(carrier);
    }
    carrier.start();
  }

  void awaitDeliveries() {
    for (Thread carrier = next(0), last = null; carrier != last; ) {
      join(carrier);
      last = carrier;
      carrier = following(carrier);
    }
  }

  private Thread next(int at) {
    synchronized (carriers) {
      return carriers.get(at);
    }
  }

  /** The one that was started after {@code carrier}; itself if none was. */
  private Thread following(Thread carrier) {
    synchronized (carriers) {
      return carriers.get(Math.min(carriers.indexOf(carrier) + 1, carriers.size() - 1));
    }
  }

  private static void join(Thread carrier) {
    try {
      carrier.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  synchronized void loseDisk() {
    lost = true;
  }

  @Override
  public synchronized DeliveryAck deliver(Delivery delivery) throws LinkException {
    if (lost) {
      throw new LinkException("its disk is lost, and so are its answers");
    }
    for (LogEntry entry : delivery.entries()) {
      held[(int) entry.order()] = true;
    }
    int prefix = 0;
    while (prefix < held.length && held[prefix]) {
      prefix++;
    }
    return new DeliveryAck(prefix, 0, "run");
  }

  @Override
  public void acked(long prefix) {
    if (prefix < told) {
      toldToGoBack = true;
    }
    told = prefix;
  }

  @Override
  public void holdsAtMost(long prefix) {
    told = Math.min(told, prefix);
  }

  private void ended(LinkException why) {}

  @Override
  public String name() {
    return "secondary";
  }

  @Override
  public ReplicaStatus status(OptionalLong at) {
    throw new UnsupportedOperationException();
  }

  @Override
  public void introduced(ReplicaStatus status) {}

  @Override
  public void diverged(String reason) {}

  @Override
  public boolean yieldsToOtherLog() {
    return false;
  }

  @Override
  public void fenced(long epoch) {}

  @Override
  public void abort() {}

  @Override
  public void close() {}

  @Override
  public void connected(String secondary, long prefix, long lag) {}

  @Override
  public void sent(String secondary, Delivery delivery) {}

  @Override
  public void acknowledged(String secondary, Delivery delivery, DeliveryAck ack, long nanos) {}

  @Override
  public void failed(String secondary, String reason) {}

  @Override
  public void diverged(String secondary, String reason) {}
}
