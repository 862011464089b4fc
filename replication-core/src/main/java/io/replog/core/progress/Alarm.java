package io.replog.core.progress;

import java.util.concurrent.locks.Condition;

/**
 * When to wake up, in the time of {@link System#nanoTime}; the earliest of several times counts.
 * Guarded by its owner's lock.
 */
final class Alarm {

  private boolean set;
  private long at;

  /** Whether its time has come; if so, clears it. */
  boolean rings(long now) {
    boolean rings = set && at - now <= 0;
    set = set && !rings;
    return rings;
  }

  /** Waits until {@code changed} is signalled, or about until its time. */
  void await(Condition changed) throws InterruptedException {
    if (set) {
      changed.awaitNanos(at - System.nanoTime());
    } else {
      changed.await();
    }
  }

  /** Sets it to {@code time} unless it is set to an earlier one; returns whether it did. */
  boolean set(long time) {
    if (set && at - time <= 0) {
      return false;
    }
    set = true;
    at = time;
    return true;
  }
}
