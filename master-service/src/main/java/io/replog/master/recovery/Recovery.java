package io.replog.master.recovery;

import io.replog.log.DurableLog;
import io.replog.log.LogIdentity;
import io.replog.log.storage.Commit;
import io.replog.master.recovery.TakeOver.Undecidable;
import io.replog.model.LogEntry;
import io.replog.model.ReplicaStatus;
import io.replog.model.Tail;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * Brings a master's log up from secondaries of the same log: from the newest history first, which
 * is the one of the newest tail and among those the longest (the comparison of Raft's elections).
 * Every entry is verified by its checksum. Nothing is ever taken away from a log.
 */
final class Recovery {

  private static final int PAGE = 4096;

  private static final Comparator<ReplicaStatus> OLDER_FIRST =
      Comparator.comparingLong(ReplicaStatus::tailEpoch).thenComparingLong(ReplicaStatus::messages);

  private final DurableLog log;
  private final TakeOverEvents events;

  Recovery(DurableLog log, TakeOverEvents events) {
    this.log = log;
    this.events = events;
  }

  /**
   * Refuses to go on where a peer of this log holds a newer history that this log is no part of.
   */
  void refuseNewerHistory(Map<Peer, ReplicaStatus> peers, String logId) throws Undecidable {
    for (Map.Entry<Peer, ReplicaStatus> each : peers.entrySet()) {
      ReplicaStatus status = each.getValue();
      if (logId.equals(status.logId()) && status.tail().isNewerThan(log.identity().tail())) {
        refuseUnlessPart(each.getKey(), status);
      }
    }
  }

  private void refuseUnlessPart(Peer peer, ReplicaStatus status) throws Undecidable {
    try {
      if (!agree(peer, status, Math.min(status.messages(), log.length()))) {
        differ(peer, status, log.identity().tail());
      }
    } catch (IOException e) {
      events.unreachable(peer.name(), e.getMessage());
    }
  }

  /**
   * Takes up what {@code peers} hold beyond this log. All of them: one that fails on the way may
   * hold what the others lack, so the caller has to begin anew.
   */
  void run(Map<Peer, ReplicaStatus> peers) throws Undecidable {
    Tail own = log.identity().tail();
    Tail newest = own;
    List<Map.Entry<Peer, ReplicaStatus>> newestFirst =
        peers.entrySet().stream()
            .sorted(Map.Entry.<Peer, ReplicaStatus>comparingByValue(OLDER_FIRST).reversed())
            .toList();
    for (Map.Entry<Peer, ReplicaStatus> each : newestFirst) {
      Tail tail = each.getValue().tail();
      if (takeUp(each.getKey(), each.getValue(), own) && tail.isNewerThan(newest)) {
        newest = tail;
      }
    }
    if (!newest.equals(own)) {
      // Not before: what was recovered from one must not make this log seem newer than another's.
      log.commit(LogIdentity.mark(newest, new Commit()));
    }
  }

  /** Says whether anything was taken up. */
  private boolean takeUp(Peer peer, ReplicaStatus status, Tail own) throws Undecidable {
    try {
      if (!agree(peer, status, Math.min(status.messages(), log.length()))) {
        differ(peer, status, own);
      } else if (status.messages() > log.length()) {
        fetch(peer, status);
        // Once more: what was fetched is of the process, and the tail, that was compared.
        ask(peer, status, log.length());
        return true;
      }
      return false;
    } catch (IOException e) {
      throw new Undecidable(
          "%s failed while its messages were taken up (%s)".formatted(peer.name(), e.getMessage()));
    }
  }

  private boolean agree(Peer peer, ReplicaStatus before, long length) throws IOException {
    ReplicaStatus status = ask(peer, before, length);
    String mine = Long.toHexString(log.checksumOf(length).orElseThrow());
    return status.at() == length && mine.equals(status.checksum());
  }

  /** Asks the process that said {@code before}, and no other. */
  private static ReplicaStatus ask(Peer peer, ReplicaStatus before, long length)
      throws IOException {
    ReplicaStatus status = peer.status(OptionalLong.of(length));
    if (!Objects.equals(status.run(), before.run())) {
      throw new IOException("it was restarted meanwhile");
    }
    return status;
  }

  /**
   * An older history is left to be reported as diverged; before a newer one this node must yield.
   */
  private void differ(Peer peer, ReplicaStatus status, Tail own) throws Undecidable {
    events.diverged(peer.name(), Math.min(status.messages(), log.length()));
    if (status.tail().isNewerThan(own)) {
      throw new Undecidable(
          ("%s holds a history that this node lacks, and they differ: to go on with it, stop the"
                  + " secondaries whose history is not wanted, move this node's data folder away and"
                  + " start it with an empty one")
              .formatted(peer.name()));
    }
  }

  private void fetch(Peer peer, ReplicaStatus status) throws IOException {
    long before = log.length();
    while (log.length() < status.messages()) {
      fetchPage(peer);
      events.progress(peer.name(), log.length(), status.messages());
    }
    events.recovered(peer.name(), log.length() - before);
  }

  private void fetchPage(Peer peer) throws IOException {
    List<LogEntry> page = peer.entries(log.length(), PAGE);
    if (page.isEmpty()) {
      throw new IOException("it shows fewer messages than it holds");
    }
    Commit commit = new Commit();
    long next = log.length();
    long checksum = log.checksum();
    for (LogEntry entry : page) {
      if (entry.order() != next++ || !entry.isChained() || !entry.follows(checksum)) {
        throw new IOException("its message at order %d is damaged".formatted(entry.order()));
      }
      checksum = entry.checksum();
      commit.append(entry);
    }
    log.commit(commit);
  }
}
