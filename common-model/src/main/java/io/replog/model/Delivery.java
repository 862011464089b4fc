package io.replog.model;

import java.util.List;
import java.util.Optional;

/**
 * What a master sends to a secondary in one request. Without entries it announces the master: the
 * secondary promises to refuse older ones.
 *
 * @param epoch the master's epoch, from 1 to {@link #MAX_EPOCH}; a later master has a greater one
 * @param claim claim (random id) of the master that took this epoch, which distinguishes two
 *     masters of the same epoch; empty if unknown
 * @param logId the log that the entries belong to; see {@link LogId}
 * @param first the first order that the master's log still has
 * @param base the checksum of everything before {@code first}
 * @param entries any orders, any repetition
 * @param elected what an elected master adds; empty from a fixed one
 */
public record Delivery(
    long epoch,
    String claim,
    String logId,
    long first,
    long base,
    List<LogEntry> entries,
    Optional<Elected> elected) {

  /**
   * What an elected master adds: it has taken over with promises of a majority of the voters.
   *
   * @param master its id as a voter
   * @param safe a majority of the voters holds the first so many messages of its log
   * @param voters its record of the voters; empty if the receiver has it
   * @param shared what the receiver shares with this master, once they have compared
   */
  public record Elected(
      String master, long safe, Optional<Voters> voters, Optional<Prefix> shared) {}

  /**
   * The beginning of a log.
   *
   * @param length its number of messages, counted from order 0
   * @param checksum of them
   */
  public record Prefix(long length, long checksum) {}

  /**
   * The greatest epoch there is. A node refuses greater ones, so that adding one never overflows.
   */
  public static final long MAX_EPOCH = (1L << 48) - 1;

  /** A fixed master's delivery. */
  public Delivery(
      long epoch, String claim, String logId, long first, long base, List<LogEntry> entries) {
    this(epoch, claim, logId, first, base, entries, Optional.empty());
  }

  /** A fixed master's delivery of a log that has everything since order 0. */
  public Delivery(long epoch, String claim, String logId, List<LogEntry> entries) {
    this(epoch, claim, logId, 0, LogEntry.EMPTY_LOG_CHECKSUM, entries);
  }
}
