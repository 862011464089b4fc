package io.replog.master.api;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits that are usually over within a millisecond, and end after a short while in any case. One
 * thread looks for those that last; a timer for each would wake a thread for each. Safe for any
 * thread.
 */
final class ShortWaits implements AutoCloseable {

  private final long longestNanos;
  private final Set<Wait> waits = ConcurrentHashMap.newKeySet();
  private final Thread watch;

  private static final class Wait {
    final Thread thread = Thread.currentThread();
    final long since = System.nanoTime();
    volatile boolean over;

    void end() {
      over = true;
      LockSupport.unpark(thread);
    }
  }

  /** {@code longestMillis}: after so long a wait ends, or up to half of that later. */
  ShortWaits(long longestMillis) {
    this.longestNanos = TimeUnit.MILLISECONDS.toNanos(longestMillis);
    this.watch = Thread.ofPlatform().daemon().name("short-waits").start(this::watch);
  }

  /** How many wait now. */
  int count() {
    return waits.size();
  }

  /** Waits until {@code outcome} is there, a short while at most; says whether it is. */
  boolean await(CompletableFuture<?> outcome) throws InterruptedException {
    if (outcome.isDone()) {
      return true;
    }
    Wait wait = new Wait();
    var unused = outcome.whenComplete((value, failure) -> wait.end());
    waits.add(wait);
    try {
      while (!wait.over) {
        LockSupport.park(this);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
      return outcome.isDone();
    } finally {
      waits.remove(wait);
    }
  }

  private void watch() {
    try {
      while (true) {
        TimeUnit.NANOSECONDS.sleep(longestNanos / 2);
        long now = System.nanoTime();
        for (Wait wait : waits) {
          if (now - wait.since >= longestNanos) {
            wait.end();
          }
        }
      }
    } catch (InterruptedException e) {
      // Closed: those that wait are ended by their outcomes, which a node going down gives them.
      waits.forEach(Wait::end);
    }
  }

  @Override
  public void close() {
    watch.interrupt();
  }
}
