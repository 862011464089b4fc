package io.replog.model;

/**
 * A secondary's status, as a master reads it when it connects.
 *
 * @param id its server id
 * @param run random, new at each start of its process
 * @param logId the log it holds, null while it holds none
 * @param epoch the greatest epoch announced to it, 0 if none
 * @param tailEpoch the epoch of the master that last wrote there, 0 if none did
 * @param tailClaim claim (random id) of that master, null if unknown
 * @param first the first order that its log still has
 * @param messages length of its prefix, counted from order 0
 * @param buffered messages held beyond a gap
 * @param checksum of the log up to {@code at}
 * @param at the length that {@code checksum} belongs to
 * @param voters the newest record of the voters that it has stored; null if none
 */
public record ReplicaStatus(
    String id,
    String run,
    String logId,
    long epoch,
    long tailEpoch,
    String tailClaim,
    long first,
    long messages,
    long buffered,
    String checksum,
    long at,
    Voters voters) {

  /** Whether {@code expected} is the checksum of its first {@code length} messages. */
  public boolean matches(long length, long expected) {
    return at == length && Long.toHexString(expected).equals(checksum);
  }

  public Tail tail() {
    return new Tail(tailEpoch, tailClaim == null ? "" : tailClaim);
  }
}
