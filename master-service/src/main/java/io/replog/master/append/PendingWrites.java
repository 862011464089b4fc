package io.replog.master.append;

import java.time.Duration;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The writers that wait for their write concern. An acknowledgement looks only at those whose
 * orders it newly covers, so thousands that wait for a dead node cost nobody anything (G6). Safe
 * for any thread.
 */
public final class PendingWrites {

  /** How a wait ended. */
  public enum End {
    /** Enough nodes hold the message. */
    MET,
    /** The writer's own time was over. */
    TIMED_OUT,
    /** The node is going down, or may not speak for the log any more. */
    ABANDONED
  }

  private record Key(long order, long serial) {}

  private record Wait(int required, CompletableFuture<End> end) {}

  private final Acknowledgements acknowledgements;
  private final AtomicLong serials = new AtomicLong();
  private final ConcurrentSkipListMap<Key, Wait> waits =
      new ConcurrentSkipListMap<>(
          Comparator.comparingLong(Key::order).thenComparingLong(Key::serial));
  private volatile boolean abandoned;

  public PendingWrites(Acknowledgements acknowledgements) {
    this.acknowledgements = acknowledgements;
  }

  public int count() {
    return waits.size();
  }

  /**
   * Completes once {@code required} nodes hold the message at {@code order}; without a timeout it
   * waits for ever. Never fails.
   */
  public CompletableFuture<End> await(long order, int required, Optional<Duration> timeout) {
    if (abandoned) {
      return CompletableFuture.completedFuture(End.ABANDONED);
    }
    if (acknowledgements.isMet(order, required)) {
      return CompletableFuture.completedFuture(End.MET);
    }
    Key key = new Key(order, serials.getAndIncrement());
    Wait wait = new Wait(required, new CompletableFuture<>());
    waits.put(key, wait);
    // Looked at once more now that others find it: something may have come in between.
    if (abandoned) {
      wait.end().complete(End.ABANDONED);
    } else if (acknowledgements.isMet(order, required)) {
      wait.end().complete(End.MET);
    }
    timeout.ifPresent(
        time -> wait.end().completeOnTimeout(End.TIMED_OUT, time.toNanos(), TimeUnit.NANOSECONDS));
    return wait.end().whenComplete((end, never) -> waits.remove(key));
  }

  /** A secondary's prefix grew from {@code before} to {@code after}. */
  public void acknowledged(long before, long after) {
    release(waits.subMap(new Key(before, 0), new Key(after, 0)));
  }

  /** There are fewer secondaries to wait for. */
  public void nodesChanged() {
    release(waits);
  }

  private void release(Map<Key, Wait> among) {
    among.forEach(
        (key, wait) -> {
          if (acknowledgements.isMet(key.order(), wait.required())) {
            wait.end().complete(End.MET);
          }
        });
  }

  /** Ends every wait, and every later one, without its concern being met. */
  public void abandon() {
    abandoned = true;
    abandonPresent();
  }

  /** Ends every wait that there is now. */
  public void abandonPresent() {
    waits.values().forEach(wait -> wait.end().complete(End.ABANDONED));
  }
}
