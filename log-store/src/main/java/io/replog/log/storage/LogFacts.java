package io.replog.log.storage;

import io.replog.model.LogEntry;
import io.replog.model.LogId;
import io.replog.model.Tail;
import io.replog.model.Voters;
import java.util.Optional;

/**
 * What belongs to a log rather than to the node that holds it: which log it is, which masters
 * announced themselves for it, and where it begins. The node's own facts, such as its members, are
 * apart: {@link Commit#put}.
 *
 * @param logId empty on a node that holds no log yet
 * @param epoch the greatest epoch that a master of this log announced here, 0 if none did; the node
 *     refuses masters of older epochs
 * @param claim claim (random id) of the master that took this epoch; empty if unknown
 * @param tail the master that last wrote here, even if this node already held what it delivered
 * @param lacking whether this node became master of the log without holding it, and has not
 *     recovered it yet
 * @param first the first order that the log still has; 0 if nothing was ever removed
 * @param base the checksum of everything before {@code first}
 * @param voters the newest record of the voters that an elected master made; empty with a fixed one
 */
public record LogFacts(
    Optional<String> logId,
    long epoch,
    String claim,
    Tail tail,
    boolean lacking,
    long first,
    long base,
    Optional<Voters> voters) {

  /** The facts of a node that holds no log. */
  public static final LogFacts NONE =
      new LogFacts(
          Optional.empty(),
          0,
          "",
          Tail.NONE,
          false,
          0,
          LogEntry.EMPTY_LOG_CHECKSUM,
          Optional.empty());

  /** The newest master known here, as a writer. */
  public Tail writer() {
    return new Tail(epoch, claim);
  }

  /** Whether this is the log {@code id}; null is none. */
  public boolean isLog(String id) {
    return logId.filter(mine -> mine.equals(id)).isPresent();
  }

  /** Whether this log and the log {@code id} have one lineage; null is none. */
  public boolean isOfLineageOf(String id) {
    return id != null && logId.filter(mine -> LogId.sameLineage(mine, id)).isPresent();
  }

  public LogFacts withLogId(String id) {
    return new LogFacts(Optional.of(id), epoch, claim, tail, lacking, first, base, voters);
  }

  /** With a master that announced itself: its epoch and claim. */
  public LogFacts withMaster(long newEpoch, String newClaim) {
    return new LogFacts(logId, newEpoch, newClaim, tail, lacking, first, base, voters);
  }

  /** With {@code writer} as the last that wrote here. */
  public LogFacts withTail(Tail writer) {
    return new LogFacts(logId, epoch, claim, writer, lacking, first, base, voters);
  }

  public LogFacts withLacking(boolean lacksLog) {
    return new LogFacts(logId, epoch, claim, tail, lacksLog, first, base, voters);
  }

  public LogFacts withVoters(Voters record) {
    return new LogFacts(logId, epoch, claim, tail, lacking, first, base, Optional.of(record));
  }

  /** Of a log whose masters are fixed from now on. */
  public LogFacts withoutVoters() {
    return new LogFacts(logId, epoch, claim, tail, lacking, first, base, Optional.empty());
  }

  /** The facts of an emptied log: it begins at order 0, and no master has written to it. */
  public LogFacts emptied() {
    return new LogFacts(
        logId, epoch, claim, Tail.NONE, lacking, 0, LogEntry.EMPTY_LOG_CHECKSUM, voters);
  }
}
