package io.replog.core.threads;

import org.slf4j.Logger;

/** Logs where a failure of the logger itself must not end the thread or hide the first failure. */
public final class SafeLog {

  private SafeLog() {}

  /** What people are told of an unforeseen failure; its class and its stack are in the log only. */
  public static String reason(Throwable failure) {
    String message = failure.getMessage();
    return message == null ? "an unforeseen failure; the log has its cause" : message;
  }

  /** As {@link Logger#error(String, Object...)}; writes to stderr where the logger fails. */
  public static void error(Logger logger, String text, Object... arguments) {
    try {
      logger.error(text, arguments);
    } catch (RuntimeException | Error e) {
      // A class of the logger that cannot be loaded, say, or no memory for the line.
      System.err.println(text + " (the logger failed too: " + e.getMessage() + ")");
    }
  }
}
