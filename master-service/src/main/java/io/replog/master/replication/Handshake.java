package io.replog.master.replication;

import io.replog.log.DurableLog;
import io.replog.log.LogIdentity;
import io.replog.master.replication.LinkException.Diverged;
import io.replog.master.replication.LinkException.OtherLog;
import io.replog.master.replication.LinkException.Stale;
import io.replog.model.ReplicaStatus;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Finds out on each connection where to go on, before anything is sent: a secondary of another log,
 * one that has heard a newer master (G7) and one whose log is not the beginning of this one (G8)
 * are told apart from one that merely lacks something.
 */
final class Handshake {

  /**
   * What was found.
   *
   * @param prefix how many entries of this log the secondary holds
   * @param run the process of the secondary that said so; null if it did not name itself
   */
  record Agreement(long prefix, String run) {}

  private final SecondaryLink link;
  private final Courier courier;
  private final DurableLog log;
  private final ReplacedLogs replaced;

  Handshake(SecondaryLink link, Courier courier, DurableLog log, ReplacedLogs replaced) {
    this.link = link;
    this.courier = courier;
    this.log = log;
    this.replaced = replaced;
  }

  /**
   * Lets the secondary, which said {@code first} of itself, promise to refuse older masters, and
   * only then compares: nothing can be added behind the comparison's back.
   */
  Agreement agree(ReplicaStatus first) throws LinkException {
    holdsThisLog(first);
    courier.greet(first.run());
    ReplicaStatus status = link.status(OptionalLong.empty());
    if (!Objects.equals(status.run(), first.run())) {
      throw new LinkException("it was restarted meanwhile");
    }
    return new Agreement(holdsThisLog(status) ? compare(status) : 0, status.run());
  }

  /** False if it holds nothing that matters. */
  private boolean holdsThisLog(ReplicaStatus status) throws LinkException {
    LogIdentity mine = log.identity();
    boolean holdsNothing = status.messages() == 0 && status.buffered() == 0;
    if (status.logId() == null || replaced.ids().contains(status.logId())) {
      return false;
    }
    if (!status.logId().equals(mine.logId().orElseThrow())) {
      if (holdsNothing) {
        return false;
      }
      throw new OtherLog(
          "it holds the log %s, not %s".formatted(status.logId(), mine.logId().orElseThrow()));
    }
    if (status.epoch() > mine.epoch()) {
      throw new Stale(status.epoch());
    }
    return true;
  }

  /** How many entries of this log it holds. */
  private long compare(ReplicaStatus status) throws LinkException {
    long common = Math.min(status.messages(), log.length());
    if (!sameUpTo(common)) {
      throw new Diverged("another message than here at order " + firstDifference(common));
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
  private long firstDifference(long length) throws LinkException {
    long same = 0;
    long different = length;
    while (different - same > 1) {
      long middle = same + (different - same) / 2;
      if (sameUpTo(middle)) {
        same = middle;
      } else {
        different = middle;
      }
    }
    return same;
  }

  private boolean sameUpTo(long length) throws LinkException {
    ReplicaStatus status = link.status(OptionalLong.of(length));
    return status.at() == length
        && log.checksumOf(length)
            .map(Long::toHexString)
            .filter(mine -> mine.equals(status.checksum()))
            .isPresent();
  }
}
