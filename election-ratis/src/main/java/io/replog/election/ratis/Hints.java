package io.replog.election.ratis;

import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * What the engine's hooks leave for the announcer. They may come out of order and from under the
 * engine's locks, so they only wake it; it then decides by the engine's state. Holds the latest
 * only. Safe for any thread; a hook never waits for more than a field.
 */
final class Hints {

  /** No term of the engine's is this low. */
  static final long NONE = -1;

  private boolean woken;
  private boolean stopped;
  private long ready = NONE;
  private Throwable ended;

  /**
   * @param ready latest term in which this node led and had committed; {@link #NONE} if in none
   * @param ended why the engine is no more; null while it lives
   * @param stopped whether the announcer is to end without a word
   */
  record Seen(long ready, Throwable ended, boolean stopped) {}

  synchronized void ready(long term) {
    ready = Math.max(ready, term);
    wake();
  }

  synchronized void ended(Throwable why) {
    if (ended == null) {
      ended = why;
    }
    wake();
  }

  synchronized void stop() {
    stopped = true;
    wake();
  }

  synchronized void wake() {
    woken = true;
    notifyAll();
  }

  /** Waits for a hint, but not longer than this. */
  synchronized Seen await(Duration most) throws InterruptedException {
    long end = System.nanoTime() + most.toNanos();
    for (long left = most.toNanos(); !woken && left > 0; left = end - System.nanoTime()) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
    }
    woken = false;
    return new Seen(ready, ended, stopped);
  }
}
