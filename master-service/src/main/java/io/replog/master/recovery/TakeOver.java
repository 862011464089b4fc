package io.replog.master.recovery;

import io.replog.log.DurableLog;
import io.replog.log.LogIdentity;
import io.replog.log.storage.Commit;
import io.replog.master.replication.ReplacedLogs;
import io.replog.model.LogEntry;
import io.replog.model.ReplicaStatus;
import java.io.IOException;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Supplier;

/**
 * What a master does before it accepts anything: it asks all reachable secondaries what they hold,
 * adopts their log if it has none, fetches what they have beyond its own end, verified by checksum,
 * and takes an epoch above all that were heard of, on its disk before it is used (G7).
 */
public final class TakeOver {

  private static final int PAGE = 4096;

  private final DurableLog log;
  private final ReplacedLogs replaced;
  private final Executor executor;
  private final Supplier<String> newLogId;
  private final TakeOverEvents events;

  /** {@code newLogId}: mints the id of a log that nobody holds yet. */
  public TakeOver(
      DurableLog log,
      ReplacedLogs replaced,
      Executor executor,
      Supplier<String> newLogId,
      TakeOverEvents events) {
    this.log = log;
    this.replaced = replaced;
    this.executor = executor;
    this.newLogId = newLogId;
    this.events = events;
  }

  /** The secondaries hold different logs, and this node none: only a person can choose. */
  public static final class Undecidable extends Exception {
    private static final long serialVersionUID = 1L;

    Undecidable(String message) {
      super(message);
    }
  }

  /** Brings the log up and takes the epoch. */
  public void run(List<? extends Peer> peers) throws Undecidable {
    Map<Peer, ReplicaStatus> reachable = ask(peers);
    Optional<String> adopted = adopted(reachable);
    adopted.ifPresent(this::adopt);
    Optional<String> mine = log.identity().logId();
    if (mine.isPresent()) {
      reachable.entrySet().stream()
          .filter(peer -> mine.get().equals(peer.getValue().logId()))
          .sorted(Comparator.comparingLong(peer -> -peer.getValue().messages()))
          .forEach(peer -> fetch(peer.getKey(), peer.getValue().messages()));
    }
    takeEpoch(reachable);
  }

  private Map<Peer, ReplicaStatus> ask(List<? extends Peer> peers) {
    Map<Peer, CompletableFuture<Optional<ReplicaStatus>>> asked = new LinkedHashMap<>();
    for (Peer peer : peers) {
      asked.put(peer, CompletableFuture.supplyAsync(() -> ask(peer), executor));
    }
    Map<Peer, ReplicaStatus> reachable = new LinkedHashMap<>();
    asked.forEach((peer, answer) -> answer.join().ifPresent(s -> reachable.put(peer, s)));
    return reachable;
  }

  private Optional<ReplicaStatus> ask(Peer peer) {
    try {
      return Optional.of(peer.status(OptionalLong.empty()));
    } catch (IOException e) {
      events.unreachable(peer.name(), e.getMessage());
      return Optional.empty();
    }
  }

  /** The log to adopt, if this node's own holds nothing and the secondaries' does. */
  private Optional<String> adopted(Map<Peer, ReplicaStatus> reachable) throws Undecidable {
    if (log.length() > 0) {
      return Optional.empty();
    }
    TreeSet<String> held = new TreeSet<>();
    for (ReplicaStatus status : reachable.values()) {
      if (status.logId() != null
          && status.messages() > 0
          && !replaced.ids().contains(status.logId())) {
        held.add(status.logId());
      }
    }
    if (held.size() > 1) {
      throw new Undecidable(
          ("the secondaries hold different logs (%s) and this master none; stop those whose log is"
                  + " not wanted, or start this master with the data of the right one")
              .formatted(String.join(", ", held)));
    }
    return held.stream().findFirst();
  }

  private void adopt(String logId) {
    if (log.identity().logId().filter(logId::equals).isEmpty()) {
      log.commit(new Commit().put(LogIdentity.LOG_ID_KEY, logId));
      events.adopted(logId);
    }
  }

  /** Appends what {@code peer} has beyond this log's end; a peer that fails is given up. */
  private void fetch(Peer peer, long theirs) {
    try {
      if (theirs > log.length() && continuesHere(peer)) {
        long before = log.length();
        while (log.length() < theirs && fetchPage(peer)) {
          events.progress(peer.name(), log.length(), theirs);
        }
        events.recovered(peer.name(), log.length() - before);
      }
    } catch (IOException e) {
      events.unreachable(peer.name(), e.getMessage());
    }
  }

  private boolean continuesHere(Peer peer) throws IOException {
    ReplicaStatus status = peer.status(OptionalLong.of(log.length()));
    boolean same = status.checksum().equals(Long.toHexString(log.checksum()));
    if (!same) {
      events.diverged(peer.name(), log.length());
    }
    return same;
  }

  private boolean fetchPage(Peer peer) throws IOException {
    List<LogEntry> page = peer.entries(log.length(), PAGE);
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
    if (!page.isEmpty()) {
      log.commit(commit);
    }
    return !page.isEmpty();
  }

  private void takeEpoch(Map<Peer, ReplicaStatus> reachable) {
    LogIdentity mine = log.identity();
    long highest = mine.epoch();
    for (ReplicaStatus status : reachable.values()) {
      highest = Math.max(highest, status.epoch());
    }
    Commit commit = new Commit().put(LogIdentity.EPOCH_KEY, Long.toString(highest + 1));
    if (mine.logId().isEmpty()) {
      commit.put(LogIdentity.LOG_ID_KEY, newLogId.get());
    }
    log.commit(commit);
    events.tookOver(log.identity().logId().orElseThrow(), highest + 1, log.length());
  }
}
