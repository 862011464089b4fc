package io.replog.secondary.replica;

import io.replog.log.DurableLog;
import io.replog.log.GapBuffer;
import io.replog.log.LogIdentity;
import io.replog.log.storage.Commit;
import io.replog.model.Delivery;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import io.replog.model.ReplicaStatus;
import io.replog.model.Tail;
import io.replog.secondary.replica.DeliveryOutcome.Refused;
import io.replog.secondary.replica.DeliveryOutcome.Stored;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Applies deliveries to this node's log, one at a time: those of an older master or of another log
 * are refused whole (G7), the others are stored whole, and are on the disk before they are answered
 * (G1). Safe for any thread.
 */
public final class Replica {

  private final ReentrantLock applying = new ReentrantLock();
  private final DurableLog log;
  private final GapBuffer gap;
  private final ReplicaEvents events;

  public Replica(DurableLog log, GapBuffer gap, ReplicaEvents events) {
    this.log = log;
    this.gap = gap;
    this.events = events;
  }

  /**
   * Stores {@code delivery} or refuses it.
   *
   * @throws io.replog.log.storage.StorageException if the disk refused; nothing was acknowledged
   */
  public DeliveryOutcome accept(Delivery delivery) {
    applying.lock();
    try {
      long begin = System.nanoTime();
      DeliveryOutcome outcome = apply(delivery);
      switch (outcome) {
        case Stored stored -> events.stored(delivery, stored, System.nanoTime() - begin);
        case Refused refused -> events.refused(delivery, refused.problem());
      }
      return outcome;
    } finally {
      applying.unlock();
    }
  }

  /** How many messages are held beyond a gap. */
  public long buffered() {
    return gap.count();
  }

  /**
   * What this node says of itself, with the checksum of its first {@code at} entries; of all of
   * them where it has no more, or none are asked for.
   *
   * @param id its server id
   * @param run names its process
   */
  public ReplicaStatus status(String id, String run, OptionalLong at) {
    long length = log.length();
    long asked = Math.clamp(at.orElse(length), 0, length);
    LogIdentity identity = log.identity();
    return new ReplicaStatus(
        id,
        run,
        identity.logId().orElse(null),
        identity.epoch(),
        identity.tail().epoch(),
        identity.tail().claim(),
        length,
        buffered(),
        Long.toHexString(log.checksumOf(asked).orElseThrow()),
        asked);
  }

  private DeliveryOutcome apply(Delivery delivery) {
    LogIdentity identity = log.identity();
    Optional<Problem> foreign = foreign(identity, delivery);
    if (foreign.isPresent()) {
      return new Refused(foreign.get());
    }
    Commit commit = new Commit();
    boolean emptied = identify(identity, delivery, commit);
    boolean newMaster = delivery.epoch() > identity.epoch();
    if (newMaster) {
      // Held for a master that is gone, seen and counted by nobody: the new one sends its own.
      gap.orders().forEach(commit::release);
    }
    Optional<Problem> refusal =
        new Placement(log, gap, emptied, newMaster).place(delivery.entries(), commit);
    if (refusal.isPresent()) {
      return new Refused(refusal.get());
    }
    markTail(emptied ? Tail.NONE : identity.tail(), identity, delivery, commit);
    commit(commit);
    tell(identity, delivery, emptied);
    return new Stored(commit.appended().size(), log.length(), gap.count());
  }

  private Optional<Problem> foreign(LogIdentity identity, Delivery delivery) {
    boolean holdsNothing = log.length() == 0 && gap.count() == 0;
    boolean otherLog =
        !holdsNothing
            && identity
                .logId()
                .filter(
                    mine -> !mine.equals(delivery.logId()) && !delivery.replaces().contains(mine))
                .isPresent();
    if (otherLog) {
      return Optional.of(
          Problem.of(
                  ProblemType.OTHER_LOG,
                  "this node holds the log %s; the delivery is of the log %s"
                      .formatted(identity.logId().orElseThrow(), delivery.logId()))
              .with("log_id", identity.logId().orElseThrow()));
    }
    boolean otherClaim =
        delivery.epoch() == identity.epoch()
            && !delivery.claim().isEmpty()
            && !identity.claim().isEmpty()
            && !delivery.claim().equals(identity.claim());
    if (delivery.epoch() < identity.epoch() || otherClaim) {
      return Optional.of(
          Problem.of(
                  ProblemType.STALE_EPOCH,
                  "%s master of epoch %d has been heard; the delivery is of epoch %d"
                      .formatted(otherClaim ? "another" : "a", identity.epoch(), delivery.epoch()))
              .with("epoch", identity.epoch()));
    }
    return Optional.empty();
  }

  /** Puts what changes of the identity into {@code commit}; says whether it empties the log. */
  private static boolean identify(LogIdentity identity, Delivery delivery, Commit commit) {
    boolean emptied =
        identity.logId().isPresent() && !identity.logId().get().equals(delivery.logId());
    if (emptied) {
      LogIdentity.mark(Tail.NONE, commit.clear());
    }
    if (emptied || identity.logId().isEmpty()) {
      commit.put(LogIdentity.LOG_ID_KEY, delivery.logId());
    }
    if (delivery.epoch() > identity.epoch()) {
      commit.put(LogIdentity.EPOCH_KEY, Long.toString(delivery.epoch()));
      commit.put(LogIdentity.CLAIM_KEY, delivery.claim());
    }
    return emptied;
  }

  /**
   * A master delivers messages only after it has compared the logs. What it then counts as held
   * here is held in its name, even where it was here before.
   */
  private static void markTail(Tail tail, LogIdentity identity, Delivery delivery, Commit commit) {
    boolean unnamed = delivery.claim().isEmpty() && delivery.epoch() == identity.epoch();
    Tail writer = unnamed ? identity.writer() : new Tail(delivery.epoch(), delivery.claim());
    if (!delivery.entries().isEmpty() && !tail.equals(writer)) {
      LogIdentity.mark(writer, commit);
    }
  }

  private void commit(Commit commit) {
    if (commit.isEmpty()) {
      return; // Everything was held, and on the disk, before.
    }
    log.commit(commit);
    commit.released().forEach(gap::release);
    if (commit.clears()) {
      gap.clear();
    }
    commit.held().forEach(gap::hold);
  }

  private void tell(LogIdentity before, Delivery delivery, boolean emptied) {
    if (emptied) {
      events.emptied(before.logId().orElseThrow(), delivery);
    }
    if (delivery.epoch() > before.epoch()) {
      events.newEpoch(delivery.epoch());
    }
  }
}
