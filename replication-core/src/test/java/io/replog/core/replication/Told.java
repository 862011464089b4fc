package io.replog.core.replication;

import io.replog.model.Delivery;
import io.replog.model.DeliveryAck;
import io.replog.model.ReplicaStatus;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** What a replicator tells of its secondary. */
final class Told implements Replicator.Target, ReplicationEvents {
  final List<String> lines = new CopyOnWriteArrayList<>();
  final AtomicInteger failures = new AtomicInteger();
  final AtomicInteger connections = new AtomicInteger();
  final List<Long> ackedValues = new CopyOnWriteArrayList<>();
  final List<Long> found = new CopyOnWriteArrayList<>();
  volatile long acked;
  volatile long fencedBy;
  volatile String divergence;
  volatile int largestDelivery;
  volatile long largestBytes;

  @Override
  public String name() {
    return "s1";
  }

  @Override
  public void introduced(ReplicaStatus status) {}

  @Override
  public void acked(long prefix) {
    if (prefix % 2 == 1) {
      LockSupport.parkNanos(50_000); // Lets others overtake, if they can.
    }
    ackedValues.add(prefix);
    acked = prefix;
  }

  @Override
  public void holdsAtMost(long prefix) {
    found.add(prefix);
    acked = Math.min(acked, prefix);
  }

  @Override
  public void diverged(String reason) {
    divergence = reason;
  }

  @Override
  public boolean yieldsToOtherLog() {
    return false;
  }

  @Override
  public void fenced(long epoch) {
    fencedBy = epoch;
  }

  @Override
  public void connected(String name, long prefix, long lag) {
    connections.incrementAndGet();
    lines.add("connected %d lag %d".formatted(prefix, lag));
  }

  @Override
  public synchronized void sent(String name, Delivery delivery) {
    largestDelivery = Math.max(largestDelivery, delivery.entries().size());
    long bytes = delivery.entries().stream().mapToLong(entry -> entry.record().length).sum();
    largestBytes = Math.max(largestBytes, bytes);
  }

  @Override
  public void acknowledged(String name, Delivery delivery, DeliveryAck ack, long nanos) {}

  @Override
  public void failed(String name, String reason) {
    failures.incrementAndGet();
  }

  @Override
  public void diverged(String name, String reason) {}
}
