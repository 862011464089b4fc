package io.replog.core.report;

import java.util.function.LongSupplier;
import org.slf4j.Logger;

/**
 * Every event at INFO while there are few, so that a person can follow each message; under load the
 * first of each second, and how many more there were. All of them are at DEBUG. Safe for any
 * thread.
 */
public final class PacedLog {

  private static final int LINES_PER_SECOND = 20;
  private static final long SECOND = 1_000_000_000L;

  private final Logger log;
  private final int perSecond;
  private final LongSupplier nanoTime;

  // Guarded by this. Invariant: written + left out = events since windowStart.
  private long windowStart;
  private int written;
  private long leftOut;

  public PacedLog(Logger log) {
    this(log, LINES_PER_SECOND, System::nanoTime);
  }

  PacedLog(Logger log, int perSecond, LongSupplier nanoTime) {
    this.log = log;
    this.perSecond = perSecond;
    this.nanoTime = nanoTime;
    this.windowStart = nanoTime.getAsLong();
  }

  public void info(String format, Object... arguments) {
    if (mayWrite()) {
      log.info(format, arguments);
    } else {
      log.debug(format, arguments);
    }
  }

  private synchronized boolean mayWrite() {
    long now = nanoTime.getAsLong();
    if (now - windowStart >= SECOND) {
      if (leftOut > 0) {
        log.info("… and {} more such events within a second", leftOut);
      }
      windowStart = now;
      written = 0;
      leftOut = 0;
    }
    if (written < perSecond) {
      written++;
      return true;
    }
    leftOut++;
    return false;
  }
}
