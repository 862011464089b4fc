package io.replog.master.api;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Writers' short waits for their write concern, on their own threads; the outcome or the timer ends
 * each. One timer thread ends all long waits; a timer for each would wake a thread for each. Parked
 * without a latch, which would also queue its one waiter. Safe for any thread.
 */
final class ShortWaits implements AutoCloseable {

  private final long longestNanos;
  private final Set<Wait> waits = ConcurrentHashMap.newKeySet();
  private final Thread timer;

  private static final class Wait {
    final long since = System.nanoTime();
    private final Thread waiter = Thread.currentThread();
    private volatile boolean over;

    void end() {
      over = true;
      LockSupport.unpark(waiter);
    }

    /** Returns after {@link #end}. */
    void await() throws InterruptedException {
      while (!over) {
        LockSupport.park(this);
        if (Thread.interrupted()) {
          throw new InterruptedException();
        }
      }
    }
  }

  /** {@code longestMillis}: a wait ends after this, or up to half of it later. */
  ShortWaits(long longestMillis) {
    this.longestNanos = TimeUnit.MILLISECONDS.toNanos(longestMillis);
    this.timer = Thread.ofPlatform().daemon().name("short-waits").start(this::endThoseThatLast);
  }

  /** Writers that wait now. */
  int count() {
    return waits.size();
  }

  /** Waits a short while for {@code outcome}; returns whether it is complete. */
  boolean await(CompletableFuture<?> outcome) throws InterruptedException {
    if (outcome.isDone()) {
      return true;
    }
    Wait wait = new Wait();
    var unused = outcome.whenComplete((value, failure) -> wait.end());
    waits.add(wait);
    try {
      wait.await();
      return outcome.isDone();
    } finally {
      waits.remove(wait);
    }
  }

  private void endThoseThatLast() {
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
      // Closed: a node that shuts down completes the outcomes of the waiting writers.
      waits.forEach(Wait::end);
    }
  }

  @Override
  public void close() {
    timer.interrupt();
  }
}
