package io.replog.core.recovery;

import io.replog.core.recovery.TakeOver.CannotTakeOver;
import io.replog.core.report.MasterMetrics;
import io.replog.core.threads.Threads;
import io.replog.core.transport.SecondaryClient;
import io.replog.core.transport.TransportException;
import io.replog.log.DurableLog;
import io.replog.log.storage.Commit;
import io.replog.log.storage.LogFacts;
import io.replog.model.Delivery;
import io.replog.model.LogId;
import io.replog.model.ReplicaStatus;
import io.replog.model.Tail;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The epoch that a master takes: written to its disk with a claim of its own, before it announces
 * it to the others, which promise to refuse every older one (G7).
 */
final class EpochClaim {

  private static final Logger logger = LoggerFactory.getLogger(TakeOver.class);

  private final DurableLog log;
  private final Threads threads;
  private final Supplier<String> randomId;
  private final Predicate<Collection<Source>> enough;
  private final Function<LogFacts, Delivery> announcement;

  // Claim of the epoch that this process took, empty before: a second run keeps it, unless another
  // master took the same epoch.
  private String claim = "";
  private long otherEpoch;

  /**
   * @param randomId mints claims
   * @param enough of those that answer, so that silent others are not waited for
   * @param announcement a delivery without entries, in the name of the master of these facts
   */
  EpochClaim(
      DurableLog log,
      Threads threads,
      Supplier<String> randomId,
      Predicate<Collection<Source>> enough,
      Function<LogFacts, Delivery> announcement) {
    this.log = log;
    this.threads = threads;
    this.randomId = randomId;
    this.enough = enough;
    this.announcement = announcement;
  }

  /** The greatest epoch that these know for the log; epochs of another log say nothing about it. */
  static long highest(List<Source> sources, String logId) {
    return sources.stream()
        .map(Source::status)
        .filter(status -> status.logId() != null && LogId.sameLineage(status.logId(), logId))
        .mapToLong(ReplicaStatus::epoch)
        .max()
        .orElse(0);
  }

  /** This node is the master of its log, and tells it. */
  void opened(MasterMetrics metrics) {
    LogFacts facts = log.facts();
    String logId = facts.logId().orElseThrow();
    logger.info(
        "master of the log {} in epoch {}, with {} messages", logId, facts.epoch(), log.length());
    metrics.tookOver(logId, facts.epoch(), log.length());
  }

  boolean isTaken() {
    return !claim.isEmpty();
  }

  /** The log is another one: epochs of the one before say nothing about it. */
  void forget() {
    claim = "";
    otherEpoch = 0;
  }

  /** The greatest epoch that another master is known to have taken, 0 if none. */
  synchronized long otherEpoch() {
    return otherEpoch;
  }

  List<Source> ask(Map<String, SecondaryClient> secondaries, Source.Question question) {
    return Source.ask(secondaries, threads, enough, question);
  }

  /**
   * Stores an epoch above {@code known} on the disk; takes another if it turns out not to be the
   * newest.
   */
  void take(String logId, long known) throws CannotTakeOver {
    LogFacts mine = log.facts();
    boolean isNewest = mine.epoch() >= known && mine.epoch() > otherEpoch();
    if (isTaken() && isNewest && mine.isLog(logId)) {
      return;
    }
    long ownEpoch = mine.isOfLineageOf(logId) ? mine.epoch() : 0;
    long newest = Math.max(ownEpoch, Math.max(known, otherEpoch()));
    if (newest >= Delivery.MAX_EPOCH) {
      throw new CannotTakeOver(
          "a node knows a master of epoch %d, the greatest possible: no master can follow it"
              .formatted(newest));
    }
    LogFacts taken = mine.withLogId(logId).withMaster(newest + 1, randomId.get());
    log.commit(
        new Commit()
            .facts(mine.isLog(logId) ? taken : taken.withTail(Tail.NONE).withLacking(true)));
    claim = taken.claim(); // Only now: an epoch that the disk refused was not taken.
  }

  /** Those that promised, with what they hold now that no older master can add to it. */
  List<Source> announce(List<Source> reachable) throws CannotTakeOver {
    LogFacts mine = log.facts();
    Map<String, SecondaryClient> clients = new LinkedHashMap<>();
    reachable.forEach(each -> clients.put(each.name(), each.client()));
    List<Source> agreed = ask(clients, each -> announce(each, mine));
    if (otherEpoch() >= mine.epoch()) {
      throw new CannotTakeOver(
          "another master took the epoch " + otherEpoch() + " at the same time");
    }
    return agreed.stream().filter(each -> mine.isLog(each.status().logId())).toList();
  }

  private ReplicaStatus announce(SecondaryClient secondary, LogFacts mine)
      throws TransportException {
    try {
      secondary.deliver(announcement.apply(mine));
    } catch (TransportException.Stale e) {
      noteEpoch(e.epoch());
      throw e;
    }
    return secondary.status(OptionalLong.empty());
  }

  private synchronized void noteEpoch(long epoch) {
    otherEpoch = Math.max(otherEpoch, epoch);
  }
}
