package io.replog.core.recovery;

import io.replog.core.membership.Secondary;
import io.replog.core.replication.Reign;
import io.replog.core.transport.SecondaryClient;
import io.replog.core.transport.TransportException;
import io.replog.log.DurableLog;
import io.replog.log.storage.Commit;
import io.replog.model.LogId;
import io.replog.model.ReplicaStatus;
import java.io.Serial;
import java.net.URI;
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
public final class TakeOver implements Opening {

  private static final Logger logger = LoggerFactory.getLogger(TakeOver.class);

  private final Reign reign;
  private final DurableLog log;
  private final Enough enough;
  private final Supplier<String> randomId;
  private final EpochClaim epoch;
  private final Recovery recovery;

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
    this.epoch =
        new EpochClaim(
            log,
            reign.threads(),
            randomId,
            answered -> false,
            mine -> SecondaryClient.delivery(mine, List.of()));
    this.recovery = new Recovery(log, reign.mode());
  }

  /** This node may not take over as things are; the message says what a person can do. */
  public static final class CannotTakeOver extends Exception {
    @Serial private static final long serialVersionUID = 1L;

    CannotTakeOver(String message) {
      super(message);
    }

    static CannotTakeOver failed(Source source, TransportException e) {
      return new CannotTakeOver(
          "%s failed while its messages were fetched (%s)"
              .formatted(source.name(), e.getMessage()));
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

  @Override
  public Map<String, URI> others() {
    Map<String, URI> others = new LinkedHashMap<>();
    for (Secondary secondary : reign.membership().counting()) {
      others.put(secondary.url().toString(), secondary.url());
    }
    return others;
  }

  /** Their masters are elected, of whom there may be one: this one would write another history. */
  private static void refuseElected(List<Source> reachable) throws CannotTakeOver {
    for (Source source : reachable) {
      if (source.status().voters() != null) {
        throw new CannotTakeOver(
            "%s holds a log whose masters are elected; start it anew as a secondary that takes its"
                    .formatted(source.name())
                + " log back (REPLOG_TAKEBACK=true), or do not list it");
      }
    }
  }

  @Override
  public void run(Map<String, SecondaryClient> secondaries) throws CannotTakeOver, Superseded {
    List<Source> reachable = epoch.ask(secondaries, each -> each.status(OptionalLong.empty()));
    List<ReplicaStatus> statuses = reachable.stream().map(Source::status).toList();
    refuseElected(reachable);
    String logId = logId(statuses);
    if (!log.facts().isOfLineageOf(logId)) {
      epoch.forget();
    }
    long known = Math.max(EpochClaim.highest(reachable, logId), epoch.otherEpoch());
    if (epoch.isTaken() && known > log.facts().epoch()) {
      throw new Superseded(known);
    }
    // Before the announcement: a node that may not become master must not disturb the present one.
    recovery.refuseNewerHistory(reachable, logId);
    epoch.take(logId, known);
    List<Source> agreed = epoch.announce(reachable);
    if (!enough.test(agreed.size(), !log.facts().lacking())) {
      throw new CannotTakeOver("waiting until enough of the secondaries can be reached");
    }
    recovery.run(agreed);
    if (log.facts().lacking()) {
      log.commit(new Commit().facts(log.facts().withLacking(false)));
    }
    epoch.opened(reign.metrics());
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
}
