package io.replog.core.replica;

import io.replog.log.DurableLog;
import io.replog.log.storage.Commit;
import io.replog.log.storage.LogFacts;
import io.replog.model.LogId;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;

/**
 * What this node promised to the masters of each log: to refuse those of older epochs. An epoch
 * belongs to a log and says nothing about another. When this node leaves an empty log, it keeps its
 * promise in case that log returns. Used by the one thread that commits.
 */
final class Promises {

  /** Before the lineage of a log that this node left. */
  private static final String PREFIX = "promise/";

  /** Bound of the promises kept for left logs; beyond it, this node forgets the oldest of them. */
  static final int MAX = 100;

  /**
   * One promise.
   *
   * @param epoch masters of older epochs are refused; 0 if none announced itself
   * @param claim of the master of that epoch; empty if unknown
   */
  record Promise(long epoch, String claim) {
    private static final Promise NONE = new Promise(0, "");

    private static Promise of(LogFacts facts) {
      return new Promise(facts.epoch(), facts.claim());
    }
  }

  /**
   * A promise for a log that this node left.
   *
   * @param number greater than that of every log that it left before
   */
  private record Kept(long number, Promise promise) {

    private static Kept parse(String stored) {
      int space = stored.indexOf(' ');
      int slash = stored.lastIndexOf('/', space);
      return new Kept(
          slash < 0 ? 0 : Long.parseLong(stored.substring(0, slash)),
          new Promise(
              Long.parseLong(stored.substring(slash + 1, space)), stored.substring(space + 1)));
    }

    private String stored() {
      return "%d/%d %s".formatted(number, promise.epoch(), promise.claim());
    }
  }

  private final DurableLog log;

  Promises(DurableLog log) {
    this.log = log;
  }

  /** What was promised for the log {@code logId}; {@code facts}: those of the present log. */
  Promise of(String logId, LogFacts facts) {
    return facts.logId().isEmpty() || LogId.sameLineage(facts.logId().get(), logId)
        ? Promise.of(facts)
        : log.meta(key(logId)).map(stored -> Kept.parse(stored).promise()).orElse(Promise.NONE);
  }

  private static String key(String logId) {
    return PREFIX + LogId.lineage(logId);
  }

  /**
   * Adds to {@code commit}, which makes {@code logId} the present log instead of that of {@code
   * facts}, what this node must keep.
   */
  void keepWhenLeavingFor(String logId, LogFacts facts, Commit commit) {
    String left = facts.logId().orElseThrow();
    if (LogId.sameLineage(left, logId)) {
      return;
    }
    Map<String, Long> numbers = new HashMap<>();
    log.metaUnder(PREFIX).forEach((key, stored) -> numbers.put(key, Kept.parse(stored).number()));
    // The promise for the log that returns is kept in its facts, so it makes room.
    commit.remove(key(logId));
    numbers.remove(key(logId));
    if (numbers.size() >= MAX) {
      commit.remove(Collections.min(numbers.entrySet(), Map.Entry.comparingByValue()).getKey());
    }
    long newest = numbers.isEmpty() ? 0 : Collections.max(numbers.values());
    commit.put(key(left), new Kept(newest + 1, Promise.of(facts)).stored());
  }
}
