package io.replog.master.replication;

/** A call to a secondary that brought no usable answer. */
public class LinkException extends Exception {
  private static final long serialVersionUID = 1L;

  public LinkException(String message) {
    super(message);
  }

  public LinkException(String message, Throwable cause) {
    super(message, cause);
  }

  /** The secondary has heard of a newer master. */
  public static final class Stale extends LinkException {
    private static final long serialVersionUID = 1L;
    private final long epoch;

    public Stale(long epoch) {
      super("it has heard of a master of epoch " + epoch);
      this.epoch = epoch;
    }

    public long epoch() {
      return epoch;
    }
  }

  /** The secondary's log is not the beginning of this one; only a person can resolve it. */
  public static sealed class Diverged extends LinkException {
    private static final long serialVersionUID = 1L;

    public Diverged(String message) {
      super(message);
    }
  }

  /** The secondary holds messages of another log altogether. */
  public static final class OtherLog extends Diverged {
    private static final long serialVersionUID = 1L;

    public OtherLog(String message) {
      super(message);
    }
  }
}
