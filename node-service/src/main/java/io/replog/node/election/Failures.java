package io.replog.node.election;

/** Failures of the election engine, in words. */
public final class Failures {

  private Failures() {}

  /** The message of {@code failure}, or of what it wraps; its class where there is none. */
  public static String reason(Throwable failure) {
    Throwable cause = failure.getCause() == null ? failure : failure.getCause();
    return cause.getMessage() == null ? cause.toString() : cause.getMessage();
  }
}
