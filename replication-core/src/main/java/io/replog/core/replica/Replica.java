package io.replog.core.replica;

import io.replog.core.replica.DeliveryOutcome.Refused;
import io.replog.core.replica.DeliveryOutcome.Stored;
import io.replog.core.replica.Promises.Promise;
import io.replog.core.report.Orders;
import io.replog.core.report.PacedLog;
import io.replog.core.report.ReplicaMetrics;
import io.replog.log.DurableLog;
import io.replog.log.GapBuffer;
import io.replog.log.MajorityLog;
import io.replog.log.SetAside;
import io.replog.log.storage.Commit;
import io.replog.log.storage.LogFacts;
import io.replog.model.Delivery;
import io.replog.model.LogId;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import io.replog.model.ReplicaStatus;
import io.replog.model.Tail;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Applies deliveries to this node's log, one at a time. It refuses those of an older master or of
 * another log whole (G7), and stores the others whole, on the disk before it acknowledges (G1).
 * Safe for any thread.
 */
public final class Replica implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(Replica.class);

  private final PacedLog paced = new PacedLog(logger);

  private final ReentrantLock applying = new ReentrantLock();
  private boolean closed;
  private final DurableLog log;
  private final GapBuffer gap;
  private final Promises promises;
  private final ReplicaMetrics metrics;
  private final ElectedMasters elected;

  /** Of a node that only fixed masters have: it sets nothing aside. */
  public Replica(DurableLog log, GapBuffer gap, ReplicaMetrics metrics) {
    this(log, gap, metrics, new ElectedMasters("", log, new MajorityLog(log), SetAside.NONE));
  }

  /** {@code elected}: applies what elected masters add to their deliveries. */
  public Replica(DurableLog log, GapBuffer gap, ReplicaMetrics metrics, ElectedMasters elected) {
    this.log = log;
    this.gap = gap;
    this.promises = new Promises(log);
    this.metrics = metrics;
    this.elected = elected;
  }

  /**
   * Stores {@code delivery} or refuses it.
   *
   * @throws io.replog.log.storage.StorageException if the disk refused; nothing was acknowledged
   */
  public DeliveryOutcome accept(Delivery delivery) {
    applying.lock();
    try {
      if (closed) {
        return new Refused(
            Problem.of(ProblemType.SHUTTING_DOWN, "this node takes no deliveries now"));
      }
      long begin = System.nanoTime();
      DeliveryOutcome outcome = apply(delivery);
      switch (outcome) {
        case Stored stored -> stored(delivery, stored, System.nanoTime() - begin);
        case Refused refused -> refused(delivery, refused.problem());
      }
      return outcome;
    } finally {
      applying.unlock();
    }
  }

  private void stored(Delivery delivery, Stored outcome, long nanos) {
    int count = delivery.entries().size();
    metrics.stored(count, outcome.appended(), nanos);
    if (count > 0) {
      paced.info(
          "stored {}: prefix {}, {} held beyond a gap, {} µs",
          new Orders(delivery.entries()),
          outcome.messages(),
          outcome.buffered(),
          nanos / 1000);
    }
  }

  private void refused(Delivery delivery, Problem problem) {
    metrics.refused(problem);
    logger.warn(
        "refused {} of epoch {}: {}",
        new Orders(delivery.entries()),
        delivery.epoch(),
        problem.detail());
  }

  /** Finishes the current delivery and refuses later ones. */
  @Override
  public void close() {
    applying.lock();
    try {
      closed = true;
    } finally {
      applying.unlock();
    }
  }

  /** How many messages are held beyond a gap. */
  public long buffered() {
    return gap.count();
  }

  /**
   * This node's status with the checksum of its first {@code at} entries; of all of them if it has
   * fewer or {@code at} is empty.
   *
   * @param id its server id
   * @param run names its process
   */
  public ReplicaStatus status(String id, String run, OptionalLong at) {
    applying.lock(); // A delivery that empties the log must not come between these reads.
    try {
      return statusNow(id, run, at);
    } finally {
      applying.unlock();
    }
  }

  private ReplicaStatus statusNow(String id, String run, OptionalLong at) {
    LogFacts facts = log.facts();
    long length = log.length();
    long asked = Math.clamp(at.orElse(length), facts.first(), length);
    return new ReplicaStatus(
        id,
        run,
        facts.logId().orElse(null),
        facts.epoch(),
        facts.tail().epoch(),
        facts.tail().claim(),
        facts.first(),
        length,
        buffered(),
        Long.toHexString(log.checksumOf(asked).orElseThrow()),
        asked,
        facts.voters().orElse(null));
  }

  private DeliveryOutcome apply(Delivery delivery) {
    LogFacts facts = log.facts();
    Promise promised = promises.of(delivery.logId(), facts);
    Optional<Problem> refused = refusal(facts, promised, delivery);
    if (refused.isPresent()) {
      return new Refused(refused.get());
    }
    Commit commit = new Commit();
    boolean emptied = facts.logId().isPresent() && !facts.isLog(delivery.logId());
    boolean newMaster = emptied || delivery.epoch() > facts.epoch();
    if (newMaster) {
      // Gap entries of an older epoch were never acknowledged: the new master resends.
      gap.orders().forEach(commit::release);
    }
    LogFacts after = facts(emptied ? facts.emptied() : facts, promised, delivery);
    if (emptied) {
      commit.clear();
      promises.keepWhenLeavingFor(delivery.logId(), facts, commit);
    }
    Optional<Problem> differs = elected.compare(delivery, emptied, commit);
    if (differs.isPresent()) {
      return new Refused(differs.get());
    }
    Optional<Problem> misplaced =
        new Placement(log, gap, emptied, newMaster).place(delivery.entries(), commit);
    if (misplaced.isPresent()) {
      return new Refused(misplaced.get());
    }
    if (!after.equals(facts)) {
      commit.facts(after);
    }
    commit(commit);
    elected.stored(delivery, emptied);
    logChange(facts, after);
    return new Stored(commit.appended().size(), log.length(), gap.count());
  }

  private Optional<Problem> refusal(LogFacts facts, Promise promised, Delivery delivery) {
    if (isOtherLog(facts, delivery)) {
      return Optional.of(
          Problem.of(
                  ProblemType.OTHER_LOG,
                  "this node holds the log %s; the delivery is of the log %s"
                      .formatted(facts.logId().orElseThrow(), delivery.logId()))
              .with("log_id", facts.logId().orElseThrow()));
    }
    boolean otherClaim =
        delivery.epoch() == promised.epoch()
            && !delivery.claim().isEmpty()
            && !promised.claim().isEmpty()
            && !delivery.claim().equals(promised.claim());
    if (delivery.epoch() < promised.epoch() || otherClaim) {
      return Optional.of(
          Problem.of(
                  ProblemType.STALE_EPOCH,
                  "this node has promised %s master of epoch %d to refuse others; the delivery is of epoch %d"
                      .formatted(otherClaim ? "another" : "a", promised.epoch(), delivery.epoch()))
              .with("epoch", promised.epoch()));
    }
    return elected.refusal(facts, delivery);
  }

  /**
   * Whether this node holds entries of a log that the delivered one does not replace, or that
   * replaced it. An empty node adopts another log only when that log's master announces itself, not
   * for messages: those may be late ones of an old master.
   */
  private boolean isOtherLog(LogFacts facts, Delivery delivery) {
    if (facts.logId().isEmpty() || facts.isLog(delivery.logId())) {
      return false;
    }
    String mine = facts.logId().get();
    boolean holdsNothing = log.isEmpty() && gap.count() == 0;
    boolean mayLeave = holdsNothing && delivery.entries().isEmpty();
    return LogId.replaces(mine, delivery.logId())
        || !mayLeave && !LogId.replaces(delivery.logId(), mine);
  }

  /** The log's facts once {@code delivery} is stored. */
  private static LogFacts facts(LogFacts before, Promise promised, Delivery delivery) {
    LogFacts after = before.withLogId(delivery.logId());
    boolean newer = delivery.epoch() > promised.epoch();
    after =
        newer
            ? after.withMaster(delivery.epoch(), delivery.claim())
            : after.withMaster(promised.epoch(), promised.claim());
    if (delivery.elected().isPresent()) {
      return ElectedMasters.facts(after, delivery);
    }
    // A master delivers messages only after it has compared the logs, so the prefix that both share
    // now counts as written by it, even entries that were here before.
    return delivery.entries().isEmpty() ? after : after.withTail(writer(after, delivery));
  }

  private static Tail writer(LogFacts after, Delivery delivery) {
    return delivery.claim().isEmpty()
        ? after.writer()
        : new Tail(delivery.epoch(), delivery.claim());
  }

  private void commit(Commit commit) {
    if (commit.isEmpty()) {
      return; // All of it was on the disk already.
    }
    log.commit(commit, () -> note(commit));
  }

  private void note(Commit commit) {
    commit.released().forEach(gap::release);
    if (commit.clears()) {
      gap.clear();
    }
    commit.held().forEach(gap::hold);
  }

  private static void logChange(LogFacts before, LogFacts after) {
    if (before.logId().isPresent() && !before.logId().equals(after.logId())) {
      logger.warn("the log {} gives way to {}", before.logId().get(), after.logId().orElseThrow());
    }
    if (after.epoch() > before.epoch() || !before.logId().equals(after.logId())) {
      logger.info(
          "a master of epoch {} announced itself for the log {}",
          after.epoch(),
          after.logId().orElseThrow());
    }
  }
}
