package io.replog.core.acknowledgement;

import io.replog.core.progress.Progress.Range;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;

/**
 * The writers that wait for their write concern. An acknowledgement looks only at those whose
 * orders it newly covers, so thousands that wait for a dead node cost nobody anything (G6). Safe
 * for any thread.
 *
 * <p>They are bounded by places: one for each awaited message or batch, however many writers wait
 * for it or for a message of it, and one for each write that is still being appended and may have
 * to wait.
 */
public final class PendingWrites {

  /** How a wait ended. */
  public enum End {
    /** Enough nodes hold the message. */
    MET,
    /** The writer's timeout passed. */
    TIMED_OUT,
    /** The master has ended or is shutting down, or the writer went away. */
    ABANDONED
  }

  private record Key(long order, long serial) implements Comparable<Key> {
    @Override
    public int compareTo(Key other) {
      int byOrder = Long.compare(order, other.order);
      return byOrder != 0 ? byOrder : Long.compare(serial, other.serial);
    }
  }

  /** {@code place}: the order under which {@code waitersOf} counts it. */
  private record Wait(int required, long place, CompletableFuture<End> answer) {}

  private final Acknowledgements acknowledgements;
  private final BooleanSupplier hasEnded;
  private final int places;
  private final AtomicInteger taken = new AtomicInteger();
  private final AtomicLong serials = new AtomicLong();

  // Invariant: waitersOf counts the waits of each place. For a place of a batch, which is the order
  // of its last message, batches has the order of its first one.
  private final ConcurrentHashMap<Long, Integer> waitersOf = new ConcurrentHashMap<>();
  private final ConcurrentSkipListMap<Long, Long> batches = new ConcurrentSkipListMap<>();
  private final ConcurrentSkipListMap<Key, Wait> waits = new ConcurrentSkipListMap<>();

  /**
   * @param hasEnded whether this master has ended; once true it stays true, and the caller then
   *     calls {@link #abandon}
   * @param places the most messages that writers may wait for, at least 1
   */
  public PendingWrites(Acknowledgements acknowledgements, BooleanSupplier hasEnded, int places) {
    this.acknowledgements = acknowledgements;
    this.hasEnded = hasEnded;
    this.places = places;
  }

  /** How many writers wait. */
  public int count() {
    return waits.size();
  }

  /** How many writers wait for how many nodes; see {@link Acknowledgements#MAJORITY_OF_VOTERS}. */
  public Map<Integer, Integer> byRequired() {
    Map<Integer, Integer> writers = new TreeMap<>();
    waits.values().forEach(wait -> writers.merge(wait.required(), 1, Integer::sum));
    return writers;
  }

  /** End of a write that needs no other node: met, unless the master has ended. */
  public End endOfNoWait() {
    return hasEnded.getAsBoolean() ? End.ABANDONED : End.MET;
  }

  /** Takes a place for a write that may have to wait; returns whether there was one. */
  public boolean reserve() {
    int before = taken.getAndUpdate(now -> now < places ? now + 1 : now);
    return before < places;
  }

  /** Returns the reserved place of a write that does not wait. */
  public void giveBack() {
    taken.decrementAndGet();
  }

  /**
   * Whether a writer waits for the message at {@code order}, or for a batch that has it; a further
   * one needs no place.
   */
  public boolean isAwaited(long order) {
    return waitersOf.containsKey(place(order));
  }

  private long place(long order) {
    Map.Entry<Long, Long> batch = batches.ceilingEntry(order);
    return batch != null && batch.getValue() <= order ? batch.getKey() : order;
  }

  /**
   * Completes once {@code required} nodes hold the last of {@code messages}, and its place is free
   * again; without a timeout it waits for ever. Never fails; completing it from outside ends the
   * wait.
   *
   * @param messages their orders: of one message, or of a batch
   * @param reserved whether the caller has reserved a place; it belongs to this wait from now on
   */
  public CompletableFuture<End> await(
      Range messages, int required, Optional<Duration> timeout, boolean reserved) {
    long order = messages.to() - 1;
    Wait wait = new Wait(required, place(order), new CompletableFuture<>());
    Key key = new Key(order, serials.getAndIncrement());
    enter(wait.place(), messages.from(), reserved);
    waits.put(key, wait);
    // Frees the place if the caller completed the answer; otherwise it is free already.
    var gone = wait.answer().whenComplete((how, never) -> leave(key));
    // Check after publishing the wait: an acknowledgement may have arrived in between.
    if (hasEnded.getAsBoolean()) {
      end(key, End.ABANDONED);
    } else if (acknowledgements.isMet(order, required)) {
      end(key, End.MET);
    } else {
      timeout.ifPresent(time -> endAfter(time, key, wait));
    }
    return wait.answer();
  }

  private void endAfter(Duration time, Key key, Wait wait) {
    CompletableFuture<End> timer =
        new CompletableFuture<End>()
            .completeOnTimeout(End.TIMED_OUT, time.toNanos(), TimeUnit.NANOSECONDS);
    var ended = timer.thenAccept(how -> end(key, how));
    var stopped = wait.answer().whenComplete((how, never) -> timer.cancel(false));
  }

  private void enter(long place, long from, boolean reserved) {
    int waiters =
        waitersOf.compute(
            place,
            (same, n) -> {
              if (from < place) {
                batches.merge(place, from, Math::min);
              }
              return n == null ? 1 : n + 1;
            });
    boolean first = waiters == 1;
    if (first && !reserved) {
      taken.incrementAndGet();
    } else if (!first && reserved) {
      giveBack();
    }
  }

  /** Ends the wait, and frees its place first. Without effect if it has ended. */
  private void end(Key key, End how) {
    Wait left = leave(key);
    if (left != null) {
      left.answer().complete(how);
    }
  }

  /** The wait of which this call freed the place, null if it was free already. */
  private Wait leave(Key key) {
    Wait left = waits.remove(key);
    if (left != null && waitersOf.computeIfPresent(left.place(), this::oneLess) == null) {
      giveBack();
    }
    return left;
  }

  /** Called while {@code place} is locked. */
  private Integer oneLess(long place, int waiters) {
    if (waiters > 1) {
      return waiters - 1;
    }
    batches.remove(place);
    return null;
  }

  /** A secondary acknowledged {@code newly}: releases those whose write concern that meets. */
  public void acknowledged(Range newly) {
    release(waits.subMap(new Key(newly.from(), 0), new Key(newly.to(), 0)));
  }

  /** The set of secondaries shrank. */
  public void nodesChanged() {
    release(waits);
  }

  private void release(Map<Key, Wait> among) {
    among.forEach(
        (key, wait) -> {
          if (acknowledgements.isMet(key.order(), wait.required())) {
            end(key, End.MET);
          }
        });
  }

  /** Ends every current wait as {@link End#ABANDONED}. */
  public void abandon() {
    waits.keySet().forEach(key -> end(key, End.ABANDONED));
  }
}
