package io.replog.core.recovery;

import io.replog.core.replication.Reign;
import io.replog.core.transport.SecondaryClient;
import io.replog.core.transport.TransportException;
import io.replog.log.DurableLog;
import io.replog.log.storage.Commit;
import io.replog.log.storage.LogFacts;
import io.replog.model.Delivery;
import io.replog.model.LogId;
import io.replog.model.ReplicaStatus;
import io.replog.model.Tail;
import java.io.Serial;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a master does before it takes messages. It asks all reachable secondaries what they hold,
 * adopts their log if it has none, and takes an epoch above every one known for this log, and
 * writes it to its disk before using it. Then it announces itself to the secondaries, which promise
 * to refuse every older master (G7), and only then fetches what they hold beyond its own log, so
 * that no older master can add to it meanwhile.
 *
 * <p>The order of the steps is that of Paxos and Raft, promise before reading; there is no vote,
 * because a person or a supervisor decides which process is the master.
 */
public final class TakeOver {

  private static final Logger logger = LoggerFactory.getLogger(TakeOver.class);

  private final Reign reign;
  private final DurableLog log;
  private final Enough enough;
  private final Supplier<String> randomId;
  private final Recovery recovery;

  // Claim of the epoch that this process took, empty before: a second run keeps it, unless another
  // master took the same epoch.
  private String claim = "";
  private long otherEpoch;

  /** Decides whether a master may take over. */
  @FunctionalInterface
  public interface Enough {
    /**
     * @param agreed how many secondaries promised
     * @param ownLog whether this node brings a log of its own; if not, all must come from them
     */
    boolean test(int agreed, boolean ownLog);
  }

  /**
   * @param enough whether enough secondaries promised
   * @param randomId mints log ids and claims
   */
  public TakeOver(Reign reign, Enough enough, Supplier<String> randomId) {
    this.reign = reign;
    this.log = reign.log();
    this.enough = enough;
    this.randomId = randomId;
    this.recovery = new Recovery(log, reign.mode());
  }

  /** This node may not take over as things are; the message says what a person can do. */
  public static final class CannotTakeOver extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    CannotTakeOver(String message) {
      super(message);
    }
  }

  /** Another master has taken over meanwhile: this one must not. */
  public static final class Superseded extends Exception {
    @Serial private static final long serialVersionUID = 1L;
    private final long epoch;

    Superseded(long epoch) {
      super("a master of epoch " + epoch + " has taken over meanwhile");
      this.epoch = epoch;
    }

    public long epoch() {
      return epoch;
    }
  }

  /**
   * Takes the epoch and completes the log; may be run again after {@link CannotTakeOver}.
   *
   * @param secondaries clients of those that count, by their names
   */
  public void run(Map<String, SecondaryClient> secondaries) throws CannotTakeOver, Superseded {
    List<Source> reachable = ask(secondaries, each -> each.status(OptionalLong.empty()));
    List<ReplicaStatus> statuses = reachable.stream().map(Source::status).toList();
    String logId = logId(statuses);
    if (!log.facts().isOfLineageOf(logId)) {
      claim = "";
      otherEpoch = 0;
    }
    long known = Math.max(highestEpoch(statuses, logId), otherEpoch);
    if (!claim.isEmpty() && known > log.facts().epoch()) {
      throw new Superseded(known);
    }
    // Before the announcement: a node that may not become master must not disturb the present one.
    recovery.refuseNewerHistory(reachable, logId);
    take(logId, known);
    List<Source> agreed = announce(reachable);
    if (!enough.test(agreed.size(), !log.facts().lacking())) {
      throw new CannotTakeOver("waiting until enough of the secondaries can be reached");
    }
    recovery.run(agreed);
    if (log.facts().lacking()) {
      log.commit(new Commit().facts(log.facts().withLacking(false)));
    }
    long epoch = log.facts().epoch();
    logger.info("master of the log {} in epoch {}, with {} messages", logId, epoch, log.length());
    reign.metrics().tookOver(logId, epoch, log.length());
  }

  private List<Source> ask(Map<String, SecondaryClient> secondaries, Source.Question question) {
    return Source.ask(secondaries, body -> reign.threads().start("take-over", body), question);
  }

  /**
   * The log to be master of: this node's own, or the one that its secondaries hold, or a new one. A
   * node without a log adopts an empty one too, so that its epoch fences that log's master.
   */
  private String logId(List<ReplicaStatus> reachable) throws CannotTakeOver {
    Optional<String> mine = log.facts().logId();
    Optional<String> theirs = log.isEmpty() ? held(reachable, mine) : Optional.empty();
    if (theirs.isPresent() && !theirs.equals(mine)) {
      logger.info("this node holds nothing: it adopts the log {} of its secondaries", theirs.get());
    }
    return theirs.or(() -> mine).or(() -> empty(reachable)).orElseGet(randomId);
  }

  /** The one log that the secondaries know of, though they hold nothing of it. */
  private static Optional<String> empty(List<ReplicaStatus> reachable) {
    Set<String> known = logsOf(reachable, status -> status.logId() != null, Optional.empty());
    return known.size() == 1 ? known.stream().findFirst() : Optional.empty();
  }

  /**
   * The log of those that hold messages; if none does, of those with gap entries, which a secondary
   * drops only for a newer master of the same log.
   */
  private static Optional<String> held(List<ReplicaStatus> reachable, Optional<String> mine)
      throws CannotTakeOver {
    Set<String> held = logsOf(reachable, status -> status.messages() > status.first(), mine);
    if (held.isEmpty()) {
      held = logsOf(reachable, status -> status.buffered() > 0, mine);
    }
    if (held.size() > 1) {
      throw new CannotTakeOver(
          ("the secondaries hold different logs (%s) and this master none: stop those whose log is"
                  + " not wanted, or start this master with the data of the right one")
              .formatted(String.join(", ", held)));
    }
    return held.stream().findFirst();
  }

  /** The logs of those that match, except emptied logs that another one replaced. */
  private static Set<String> logsOf(
      List<ReplicaStatus> reachable, Predicate<ReplicaStatus> which, Optional<String> mine) {
    Set<String> logs = new TreeSet<>();
    reachable.stream().filter(which).map(ReplicaStatus::logId).forEach(logs::add);
    Set<String> known = new TreeSet<>(logs);
    mine.ifPresent(known::add);
    logs.removeIf(log -> known.stream().anyMatch(other -> LogId.replaces(other, log)));
    return logs;
  }

  /** Epochs of another log say nothing about this one. */
  private static long highestEpoch(List<ReplicaStatus> reachable, String logId) {
    return reachable.stream()
        .filter(status -> status.logId() != null && LogId.sameLineage(status.logId(), logId))
        .mapToLong(ReplicaStatus::epoch)
        .max()
        .orElse(0);
  }

  /**
   * Stores an epoch above {@code known} on the disk; takes another if it turns out not to be the
   * newest.
   */
  private void take(String logId, long known) throws CannotTakeOver {
    LogFacts mine = log.facts();
    boolean isNewest = mine.epoch() >= known && mine.epoch() > otherEpoch;
    if (!claim.isEmpty() && isNewest && mine.isLog(logId)) {
      return;
    }
    long ownEpoch = mine.isOfLineageOf(logId) ? mine.epoch() : 0;
    long newest = Math.max(ownEpoch, Math.max(known, otherEpoch));
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
  private List<Source> announce(List<Source> reachable) throws CannotTakeOver {
    LogFacts mine = log.facts();
    Map<String, SecondaryClient> clients = new LinkedHashMap<>();
    reachable.forEach(each -> clients.put(each.name(), each.client()));
    List<Source> agreed = ask(clients, each -> announce(each, mine));
    if (otherEpoch >= mine.epoch()) {
      throw new CannotTakeOver("another master took the epoch " + otherEpoch + " at the same time");
    }
    return agreed.stream().filter(each -> mine.isLog(each.status().logId())).toList();
  }

  private ReplicaStatus announce(SecondaryClient secondary, LogFacts mine)
      throws TransportException {
    try {
      secondary.announce(mine);
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
