package io.replog.core.transport;

import java.io.Serial;

/**
 * A call to another node that brought no usable answer. It may have had its effect all the same.
 */
public class TransportException extends Exception {
  @Serial private static final long serialVersionUID = 1L;

  public TransportException(String message) {
    super(message);
  }

  public TransportException(String message, Throwable cause) {
    super(message, cause);
  }

  /**
   * The secondary has promised a newer master, or another one of this epoch, to refuse this one.
   */
  public static final class Stale extends TransportException {
    @Serial private static final long serialVersionUID = 1L;
    private final long epoch;

    public Stale(long epoch) {
      super("it has promised a master of epoch " + epoch + " to refuse older ones");
      this.epoch = epoch;
    }

    /** The epoch that the secondary knows. */
    public long epoch() {
      return epoch;
    }
  }

  /** The secondary's log is not the beginning of this one; only a person can resolve it. */
  public static sealed class Diverged extends TransportException {
    @Serial private static final long serialVersionUID = 1L;

    public Diverged(String message) {
      super(message);
    }
  }

  /** The secondary holds messages of another log altogether. */
  public static final class OtherLog extends Diverged {
    @Serial private static final long serialVersionUID = 1L;

    public OtherLog(String message) {
      super(message);
    }
  }

  /**
   * The secondary refuses this very delivery for a reason that repeating it does not change, such
   * as a body over its limit: a person has to change a setting.
   */
  public static final class Rejected extends TransportException {
    @Serial private static final long serialVersionUID = 1L;

    public Rejected(String message) {
      super(message);
    }
  }
}
