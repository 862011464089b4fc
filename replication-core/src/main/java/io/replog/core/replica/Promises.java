package io.replog.core.replica;

import io.replog.log.DurableLog;
import io.replog.log.storage.Commit;
import io.replog.log.storage.LogFacts;
import io.replog.model.LogId;
import java.util.SortedMap;

/**
 * What this node promised to the masters of each log: to refuse those of older epochs. An epoch
 * belongs to a log and says nothing about another. When this node leaves an empty log, it keeps its
 * promise in case that log returns. Used by the one thread that commits.
 */
final class Promises {

  /** Before the lineage of a log that this node left. */
  private static final String PREFIX = "promise/";

  /** Bound of the promises kept for left logs; beyond it, this node forgets one of them. */
  static final int MAX = 100;

  /**
   * One promise.
   *
   * @param epoch masters of older epochs are refused; 0 if none announced itself
   * @param claim of the master of that epoch; empty if unknown
   */
  record Promise(long epoch, String claim) {
    private static final Promise NONE = new Promise(0, "");

    private static Promise parse(String stored) {
      int space = stored.indexOf(' ');
      return new Promise(Long.parseLong(stored.substring(0, space)), stored.substring(space + 1));
    }

    private String stored() {
      return epoch + " " + claim;
    }
  }

  private final DurableLog log;

  Promises(DurableLog log) {
    this.log = log;
  }

  /** What was promised for the log {@code logId}. */
  Promise of(String logId) {
    LogFacts facts = log.facts();
    return facts.logId().isEmpty() || LogId.sameLineage(facts.logId().get(), logId)
        ? present(facts)
        : log.meta(key(logId)).map(Promise::parse).orElse(Promise.NONE);
  }

  private static String key(String logId) {
    return PREFIX + LogId.lineage(logId);
  }

  private static Promise present(LogFacts facts) {
    return new Promise(facts.epoch(), facts.claim());
  }

  /** Adds to {@code commit}, which makes {@code logId} the present log, what it must keep. */
  void keepWhenLeavingFor(String logId, Commit commit) {
    LogFacts facts = log.facts();
    String left = facts.logId().orElseThrow();
    if (LogId.sameLineage(left, logId)) {
      return;
    }
    SortedMap<String, String> kept = log.metaUnder(PREFIX);
    if (kept.size() >= MAX) {
      commit.remove(kept.firstKey());
    }
    commit.remove(key(logId)).put(key(left), present(facts).stored());
  }
}
