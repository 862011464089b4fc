package io.replog.master.recovery;

import io.replog.log.DurableLog;
import io.replog.log.LogIdentity;
import io.replog.log.storage.Commit;
import io.replog.master.replication.ReplacedLogs;
import io.replog.model.Delivery;
import io.replog.model.ReplicaStatus;
import io.replog.model.Tail;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * What a master does before it accepts anything. It asks all reachable secondaries what they hold,
 * adopts their log if it has none, and takes an epoch above all that it heard of, on its disk
 * before it is used. Then it tells the secondaries, which refuse every older master from there on
 * (G7), and only then does it fetch what they hold beyond its own log: nothing can be added behind
 * its back.
 *
 * <p>The order of the steps is that of Paxos and Raft, promise before reading; there is no vote,
 * because a person or a supervisor decides which process is the master.
 */
public final class TakeOver {

  /** On the disk from when a node without the log takes an epoch in it until it has the log. */
  private static final String LACKS_LOG = "lacks-log";

  private final DurableLog log;
  private final ReplacedLogs replaced;
  private final Enough enough;
  private final Supplier<String> randomId;
  private final TakeOverEvents events;
  private final Recovery recovery;

  // What this process took, empty until it did: a second run goes on with it, unless another master
  // took the same epoch at the same time.
  private String claim = "";
  private long otherEpoch;

  /** Says with whom a master may take over. */
  @FunctionalInterface
  public interface Enough {
    /**
     * @param agreed how many secondaries agreed
     * @param ownLog whether this node brings a log of its own; if not, all must come from them
     */
    boolean test(int agreed, boolean ownLog);
  }

  /**
   * @param enough whether so many secondaries are enough to take over with
   * @param randomId mints log ids and claims
   */
  public TakeOver(
      DurableLog log,
      ReplacedLogs replaced,
      Enough enough,
      Supplier<String> randomId,
      TakeOverEvents events) {
    this.log = log;
    this.replaced = replaced;
    this.enough = enough;
    this.randomId = randomId;
    this.events = events;
    this.recovery = new Recovery(log, events);
  }

  /** This node may not take over as things are; the message says what a person can do. */
  public static final class Undecidable extends Exception {
    private static final long serialVersionUID = 1L;

    Undecidable(String message) {
      super(message);
    }
  }

  /** Another master has taken over meanwhile: this one must not. */
  public static final class Outbid extends Exception {
    private static final long serialVersionUID = 1L;
    private final long epoch;

    Outbid(long epoch) {
      super("a master of epoch " + epoch + " has taken over meanwhile");
      this.epoch = epoch;
    }

    public long epoch() {
      return epoch;
    }
  }

  /** Takes the epoch and brings the log up; may be run again after it was undecidable. */
  public void run(List<? extends Peer> peers) throws Undecidable, Outbid {
    Map<Peer, ReplicaStatus> reachable = ask(peers);
    String logId = logId(reachable);
    long heard = Math.max(highestEpoch(reachable), otherEpoch);
    if (!claim.isEmpty() && heard > log.identity().epoch()) {
      throw new Outbid(heard);
    }
    // Before anybody is told: a node that may not become the master must not disturb the one that
    // is.
    recovery.refuseNewerHistory(reachable, logId);
    take(logId, heard);
    Map<Peer, ReplicaStatus> agreed = announce(reachable.keySet());
    if (!enough.test(agreed.size(), log.meta(LACKS_LOG).isEmpty())) {
      throw new Undecidable("waiting until enough of the secondaries can be reached");
    }
    recovery.run(agreed);
    if (log.meta(LACKS_LOG).isPresent()) {
      log.commit(new Commit().remove(LACKS_LOG));
    }
    events.tookOver(logId, log.identity().epoch(), log.length());
  }

  private Map<Peer, ReplicaStatus> ask(List<? extends Peer> peers) {
    return InParallel.ask(peers, peer -> peer.status(OptionalLong.empty()), events::unreachable);
  }

  /**
   * The log to be master of: this node's own, or the one that its secondaries hold, or a new one.
   */
  private String logId(Map<Peer, ReplicaStatus> reachable) throws Undecidable {
    Optional<String> mine = log.identity().logId();
    Optional<String> theirs = log.length() > 0 ? Optional.empty() : held(reachable);
    if (theirs.isPresent() && !theirs.equals(mine)) {
      events.adopted(theirs.get());
    }
    return theirs.or(() -> mine).orElseGet(randomId);
  }

  /**
   * The log of those that hold messages. Where none does it is the log of what waits beyond a gap:
   * a secondary gives that up for a newer master of its log only, not for another log.
   */
  private Optional<String> held(Map<Peer, ReplicaStatus> reachable) throws Undecidable {
    Set<String> held = logsOf(reachable, status -> status.messages() > 0);
    if (held.isEmpty()) {
      held = logsOf(reachable, status -> status.buffered() > 0);
    }
    if (held.size() > 1) {
      throw new Undecidable(
          ("the secondaries hold different logs (%s) and this master none: stop those whose log is"
                  + " not wanted, or start this master with the data of the right one")
              .formatted(String.join(", ", held)));
    }
    return held.stream().findFirst();
  }

  private Set<String> logsOf(Map<Peer, ReplicaStatus> reachable, Predicate<ReplicaStatus> which) {
    return reachable.values().stream()
        .filter(which)
        .map(ReplicaStatus::logId)
        .filter(logId -> !replaced.ids().contains(logId))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static long highestEpoch(Map<Peer, ReplicaStatus> reachable) {
    return reachable.values().stream().mapToLong(ReplicaStatus::epoch).max().orElse(0);
  }

  /**
   * Puts the epoch on the disk, above {@code heard}; again if it turns out not to be the newest.
   */
  private void take(String logId, long heard) {
    LogIdentity mine = log.identity();
    boolean isNewest = mine.epoch() >= heard && mine.epoch() > otherEpoch;
    if (!claim.isEmpty() && isNewest && mine.logId().filter(logId::equals).isPresent()) {
      return;
    }
    claim = randomId.get();
    long newest = Math.max(mine.epoch(), Math.max(heard, otherEpoch));
    Commit commit =
        new Commit()
            .put(LogIdentity.LOG_ID_KEY, logId)
            .put(LogIdentity.EPOCH_KEY, Long.toString(newest + 1))
            .put(LogIdentity.CLAIM_KEY, claim);
    if (mine.logId().filter(logId::equals).isEmpty()) {
      LogIdentity.mark(Tail.NONE, commit.put(LACKS_LOG, logId));
    }
    log.commit(commit);
  }

  /** Those that agreed, with what they hold now that no older master can add to it. */
  private Map<Peer, ReplicaStatus> announce(Iterable<Peer> peers) throws Undecidable {
    LogIdentity mine = log.identity();
    String logId = mine.logId().orElseThrow();
    Delivery greeting = new Delivery(mine.epoch(), mine.claim(), logId, replaced.ids(), List.of());
    Map<Peer, ReplicaStatus> agreed =
        InParallel.ask(peers, peer -> greet(peer, greeting), events::unreachable);
    if (otherEpoch >= mine.epoch()) {
      throw new Undecidable("another master took the epoch " + otherEpoch + " at the same time");
    }
    agreed.values().removeIf(status -> !Objects.equals(status.logId(), logId));
    return agreed;
  }

  private synchronized void outbid(long epoch) {
    otherEpoch = Math.max(otherEpoch, epoch);
  }

  private ReplicaStatus greet(Peer peer, Delivery greeting) throws IOException {
    OptionalLong newer = peer.announce(greeting);
    if (newer.isPresent()) {
      outbid(newer.getAsLong());
      throw new IOException("it has heard of another master of epoch " + newer.getAsLong());
    }
    return peer.status(OptionalLong.empty());
  }
}
