package io.replog.core.replication;

import io.replog.core.transport.LogComparison;
import io.replog.core.transport.SecondaryClient;
import io.replog.core.transport.TransportException;
import io.replog.core.transport.TransportException.Diverged;
import io.replog.core.transport.TransportException.OtherLog;
import io.replog.core.transport.TransportException.Stale;
import io.replog.log.DurableLog;
import io.replog.log.storage.LogFacts;
import io.replog.model.LogId;
import io.replog.model.ReplicaStatus;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Finds, on each connection and before the first delivery, where replication resumes, and tells a
 * secondary of another log, one that has promised a newer master (G7) and one whose log is not the
 * beginning of this one (G8) from one that merely lags.
 */
final class Handshake {

  /**
   * What was found.
   *
   * @param prefix how many entries of this log the secondary holds
   * @param run the process of the secondary that answered; null if it did not name itself
   */
  record Agreement(long prefix, String run) {}

  private final SecondaryClient client;
  private final Sender sender;
  private final DurableLog log;

  Handshake(SecondaryClient client, Sender sender, DurableLog log) {
    this.client = client;
    this.sender = sender;
    this.log = log;
  }

  /**
   * Announces this master to the secondary, whose status is {@code first}, and only then compares
   * the logs, so that no older master can change them after the comparison.
   */
  Agreement agree(ReplicaStatus first) throws TransportException {
    holdsThisLog(first);
    sender.announce(first.run());
    ReplicaStatus status = client.status(OptionalLong.empty());
    if (!Objects.equals(status.run(), first.run())) {
      throw new TransportException("it was restarted meanwhile");
    }
    return new Agreement(
        holdsThisLog(status) ? compare(status) : log.facts().first(), status.run());
  }

  /** False if it holds nothing that matters. */
  private boolean holdsThisLog(ReplicaStatus status) throws TransportException {
    LogFacts mine = log.facts();
    String logId = mine.logId().orElseThrow();
    if (status.logId() == null || LogId.replaces(logId, status.logId())) {
      return false;
    }
    if (!status.logId().equals(logId)) {
      boolean holdsNothing = status.messages() == status.first() && status.buffered() == 0;
      if (holdsNothing && !LogId.replaces(status.logId(), logId)) {
        return false;
      }
      throw new OtherLog("it holds the log %s, not %s".formatted(status.logId(), logId));
    }
    if (status.epoch() > mine.epoch()) {
      throw new Stale(status.epoch());
    }
    return true;
  }

  /** How many entries of this log it holds. */
  private long compare(ReplicaStatus status) throws TransportException {
    long common = Math.min(status.messages(), log.length());
    LogComparison comparison = new LogComparison(log, client::status);
    boolean same = comparison.sameUpTo(common);
    if (sender.mayCut()) {
      return sender.share(status.run(), same ? common : comparison.firstDifference(common));
    }
    if (!same) {
      throw new Diverged(
          "another message than here at order " + comparison.firstDifference(common));
    }
    if (status.messages() > common) {
      throw new Diverged(
          "it holds %d messages, this master only %d".formatted(status.messages(), common));
    }
    return common;
  }
}
