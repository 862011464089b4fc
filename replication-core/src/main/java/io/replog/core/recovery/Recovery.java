package io.replog.core.recovery;

import io.replog.core.mode.Mode;
import io.replog.core.recovery.TakeOver.CannotTakeOver;
import io.replog.core.transport.TransportException;
import io.replog.log.DurableLog;
import io.replog.log.storage.Commit;
import io.replog.model.ReplicaStatus;
import io.replog.model.Tail;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Completes a master's log from secondaries of the same log, the newest history first: the newest
 * tail, among equal tails the longest log (the comparison of Raft's elections). It verifies every
 * entry's checksum, and never removes anything from a log.
 */
final class Recovery {

  private static final Logger logger = LoggerFactory.getLogger(Recovery.class);

  private final DurableLog log;
  private final Fetching fetching;

  /** {@code mode}: says how far the recovery is. */
  Recovery(DurableLog log, Mode mode) {
    this.log = log;
    this.fetching = new Fetching(log, mode);
  }

  /** Fails if a secondary of this log holds a newer history, and this log is not its beginning. */
  void refuseNewerHistory(List<Source> sources, String logId) throws CannotTakeOver {
    for (Source source : sources) {
      ReplicaStatus status = source.status();
      if (logId.equals(status.logId()) && status.tail().isNewerThan(log.facts().tail())) {
        refuseUnlessPart(source);
      }
    }
  }

  private void refuseUnlessPart(Source source) throws CannotTakeOver {
    try {
      if (!agree(source, Math.min(source.status().messages(), log.length()))) {
        differ(source, log.facts().tail());
      }
    } catch (TransportException e) {
      logger.info("{} cannot be asked: {}", source.name(), e.getMessage());
    }
  }

  /**
   * Fetches what the secondaries hold beyond this log. If one of them fails meanwhile, the caller
   * must start over: it may hold what the others lack.
   */
  void run(List<Source> sources) throws CannotTakeOver {
    Tail own = log.facts().tail();
    Tail newest = own;
    for (Source source : Source.newestFirst(sources)) {
      Tail tail = source.status().tail();
      if (catchUp(source, own) && tail.isNewerThan(newest)) {
        newest = tail;
      }
    }
    if (!newest.equals(own)) {
      // Only after the last source: a part of the recovery must not make this log look newer than
      // another's.
      log.commit(new Commit().facts(log.facts().withTail(newest)));
    }
  }

  /** Returns whether it fetched anything. */
  private boolean catchUp(Source source, Tail own) throws CannotTakeOver {
    long held = source.status().messages();
    try {
      if (!agree(source, Math.min(held, log.length()))) {
        differ(source, own);
      } else if (held > log.length()) {
        fetching.fetch(source);
        return true;
      }
      return false;
    } catch (TransportException e) {
      throw CannotTakeOver.failed(source, e);
    }
  }

  private boolean agree(Source source, long length) throws TransportException {
    return fetching.comparison(source).sameUpTo(length);
  }

  /** Leaves an older history for replication to report as diverged; fails before a newer one. */
  private void differ(Source source, Tail own) throws CannotTakeOver {
    logger.error(
        "{} holds another log than this node somewhere before order {}",
        source.name(),
        Math.min(source.status().messages(), log.length()));
    if (source.status().tail().isNewerThan(own)) {
      throw new CannotTakeOver(
          ("%s holds a history that this node lacks, and they differ: to go on with it, stop the"
                  + " secondaries whose history is not wanted, move this node's data folder away and"
                  + " start it with an empty one")
              .formatted(source.name()));
    }
  }
}
