package io.replog.master.api;

import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Writers' short waits for their write concern, on their own threads: each a latch that the outcome
 * or the timer counts down. One timer thread ends all long waits; a timer for each would wake a
 * thread for each. Safe for any thread.
 */
final class ShortWaits implements AutoCloseable {

  private final long longestNanos;
  private final Set<Wait> waits = ConcurrentHashMap.newKeySet();
  private final Thread timer;

  private static final class Wait {
    final CountDownLatch latch = new CountDownLatch(1);
    final long since = System.nanoTime();
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
    var unused = outcome.whenComplete((value, failure) -> wait.latch.countDown());
    waits.add(wait);
    try {
      wait.latch.await();
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
            wait.latch.countDown();
          }
        }
      }
    } catch (InterruptedException e) {
      // Closed: a node that shuts down completes the outcomes of the waiting writers.
      waits.forEach(wait -> wait.latch.countDown());
    }
  }

  @Override
  public void close() {
    timer.interrupt();
  }
}
