package io.replog.http.cluster;

import io.replog.core.lock.Guard;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Draws the cluster for all who watch it: one thread, which runs only while anybody does, and makes
 * a new view whenever something has changed, ten times a second at most. Who reads slowly misses
 * views, and delays nobody. Safe for any thread.
 */
@Component
class ClusterWatch {

  private static final Logger log = LoggerFactory.getLogger(ClusterWatch.class);

  /** Between two views. */
  private static final Duration PACE = Duration.ofMillis(100);

  /** How many of what happened last are kept for those who begin to watch. */
  private static final int KEPT = 100;

  /**
   * A view.
   *
   * @param number grows with each
   * @param happened how many things happened until then
   * @param last the last of those, at most {@link #KEPT}
   */
  record Seen(long number, ClusterBody cluster, long happened, List<Happened> last) {

    /** What happened after the first {@code known} things, as far as it is kept. */
    List<Happened> happenedAfter(long known) {
      long unknown = Math.min(happened - known, last.size());
      return last.subList((int) (last.size() - unknown), last.size());
    }
  }

  private final KnownCluster known;
  private final Guard lock = new Guard();
  private final Condition changed = lock.newCondition();

  // Guarded by lock. Invariant: the drawing thread runs while watchers > 0; latest is null unless
  // it runs and has drawn.
  private int watchers;
  private boolean drawing;
  private Seen latest;
  private long number;
  private long happened;
  private List<Happened> last = List.of();

  ClusterWatch(KnownCluster known) {
    this.known = known;
  }

  /** Somebody begins to watch; {@link #leave} must follow. */
  void enter() {
    lock.inside(
        () -> {
          watchers++;
          if (!drawing) {
            drawing = true;
            Thread.ofVirtual().name("cluster-view").start(this::draw);
          }
        });
  }

  void leave() {
    lock.inside(() -> watchers--);
  }

  /**
   * Waits for a view after the one of {@code number}, up to {@code time}, or until {@code ended},
   * which is asked again after each {@link #wake}.
   *
   * @return the latest one; empty if there is no later one
   */
  Optional<Seen> after(long number, Duration time, BooleanSupplier ended)
      throws InterruptedException {
    long left = time.toNanos();
    lock.lock();
    try {
      while (!hasAfter(number) && left > 0 && !ended.getAsBoolean()) {
        left = changed.awaitNanos(left);
      }
      return hasAfter(number) ? Optional.of(latest) : Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  private boolean hasAfter(long number) {
    return latest != null && latest.number() > number;
  }

  /** All who wait look whether they are to end. */
  void wake() {
    lock.inside(changed::signalAll);
  }

  private void draw() {
    while (isWatched()) {
      try {
        show(known.now());
      } catch (RuntimeException e) {
        log.warn("the cluster could not be drawn", e);
      }
      pause();
    }
  }

  private boolean isWatched() {
    return lock.inside(
        () -> {
          drawing = watchers > 0;
          if (!drawing) {
            // What happens from now on is not seen.
            latest = null;
          }
          return drawing;
        });
  }

  private void show(ClusterBody cluster) {
    lock.inside(
        () -> {
          if (latest != null && latest.cluster().equals(cluster)) {
            return;
          }
          if (latest != null) {
            remember(Happenings.between(latest.cluster(), cluster, Instant.now()));
          }
          latest = new Seen(++number, cluster, happened, last);
          changed.signalAll();
        });
  }

  private void remember(List<Happened> news) {
    List<Happened> all = Stream.concat(last.stream(), news.stream()).toList();
    last = all.subList(Math.max(0, all.size() - KEPT), all.size());
    happened += news.size();
  }

  private static void pause() {
    try {
      TimeUnit.NANOSECONDS.sleep(PACE.toNanos());
    } catch (InterruptedException e) {
      // Nobody interrupts this thread; the loop ends once nobody watches.
      Thread.currentThread().interrupt();
    }
  }
}
