package io.replog.model;

/**
 * The last master that wrote to a log. Of two logs the one with the newer tail is the newer
 * history, whatever their lengths.
 *
 * @param epoch its epoch; 0 if no master wrote yet
 * @param claim claim (random id) of that master; empty if unknown
 */
public record Tail(long epoch, String claim) {

  public static final Tail NONE = new Tail(0, "");

  /**
   * Whether a log with this tail may hold what was acknowledged after {@code other} was written.
   * Two masters of one epoch wrote concurrently: each tail is newer than the other.
   */
  public boolean isNewerThan(Tail other) {
    return epoch > 0 && !equals(other) && epoch >= other.epoch;
  }
}
