package io.replog.master.replication;

import io.replog.log.DurableLog;
import io.replog.log.LogIdentity;
import io.replog.master.replication.LinkException.Diverged;
import io.replog.master.replication.LinkException.OtherLog;
import io.replog.master.replication.LinkException.Stale;
import io.replog.model.ReplicaStatus;
import java.util.OptionalLong;

/**
 * Finds out on each connection where to go on, before anything is sent: a secondary of another log,
 * one that has heard a newer master (G7) and one whose log is not the beginning of this one (G8)
 * are told apart from one that merely lacks something.
 */
final class Handshake {

  private final DurableLog log;
  private final ReplacedLogs replaced;

  Handshake(DurableLog log, ReplacedLogs replaced) {
    this.log = log;
    this.replaced = replaced;
  }

  /** How many entries of this log the secondary behind {@code link} holds. */
  long prefix(SecondaryLink link, ReplicaStatus status) throws LinkException {
    LogIdentity mine = log.identity();
    String logId = mine.logId().orElseThrow();
    boolean holdsNothing = status.messages() == 0 && status.buffered() == 0;
    if (status.logId() == null || replaced.ids().contains(status.logId())) {
      return 0;
    }
    if (!status.logId().equals(logId)) {
      if (holdsNothing) {
        return 0;
      }
      throw new OtherLog("it holds the log %s, not %s".formatted(status.logId(), logId));
    }
    if (status.epoch() > mine.epoch()) {
      throw new Stale(status.epoch());
    }
    long common = Math.min(status.messages(), log.length());
    if (!sameUpTo(link, common)) {
      throw new Diverged("another message than here at order " + firstDifference(link, common));
    }
    if (status.messages() > common) {
      throw new Diverged(
          "it holds %d messages, this master only %d".formatted(status.messages(), common));
    }
    return common;
  }

  /**
   * The first order whose messages differ, given that the first {@code length} are not all the
   * same.
   */
  private long firstDifference(SecondaryLink link, long length) throws LinkException {
    long same = 0;
    long different = length;
    while (different - same > 1) {
      long middle = same + (different - same) / 2;
      if (sameUpTo(link, middle)) {
        same = middle;
      } else {
        different = middle;
      }
    }
    return same;
  }

  private boolean sameUpTo(SecondaryLink link, long length) throws LinkException {
    ReplicaStatus status = link.status(OptionalLong.of(length));
    return status.at() == length
        && log.checksumOf(length)
            .map(Long::toHexString)
            .filter(mine -> mine.equals(status.checksum()))
            .isPresent();
  }
}
