package io.replog.cluster.storm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does what a schedule says, each target's harms in a thread of their own. */
final class Nemesis {

  private final Schedule schedule;
  private final Duration leastRest;
  private final Map<String, Integer> inflicted = new ConcurrentSkipListMap<>();

  /** {@code leastRest}: left to a target between two harms, also where the first took longer. */
  Nemesis(Schedule schedule, Duration leastRest) {
    this.schedule = schedule;
    this.leastRest = leastRest;
  }

  /** Returns when the storm is over and every harm undone. */
  void run() throws InterruptedException, ExecutionException {
    long start = System.nanoTime();
    List<Future<?>> lanes = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      schedule.steps().stream()
          .map(Step::target)
          .distinct()
          .forEach(target -> lanes.add(threads.submit(() -> run(schedule.of(target), start))));
    }
    for (Future<?> lane : lanes) {
      lane.get();
    }
  }

  private Void run(List<Step> steps, long start) throws InterruptedException {
    Set<String> missing = new HashSet<>(steps.stream().map(step -> step.harm().kind()).toList());
    for (Step step : steps) {
      if (missing.isEmpty() && System.nanoTime() - start > schedule.length().toNanos()) {
        break; // Late, and every kind has been there.
      }
      missing.remove(step.harm().kind());
      Duration until = step.at().minusNanos(System.nanoTime() - start);
      Thread.sleep(until.compareTo(leastRest) > 0 ? until : leastRest);
      long begun = System.nanoTime();
      step.harm().begin();
      inflicted.merge(step.harm().kind(), 1, Integer::sum);
      try {
        Thread.sleep(step.lasting());
      } finally {
        step.harm().end();
        System.out.printf(
            "%6.1f s to %.1f s: %s, %s%n",
            (begun - start) / 1e9, (System.nanoTime() - start) / 1e9, step.target(), step.harm());
      }
    }
    return null;
  }

  int inflicted() {
    return inflicted.values().stream().mapToInt(Integer::intValue).sum();
  }

  /** How often each kind was. */
  Map<String, Integer> byKind() {
    return inflicted;
  }
}
