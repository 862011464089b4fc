package io.replog.cluster.storm;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/** Does what a schedule says, each target's harms in a thread of their own. */
final class Nemesis {

  private final Schedule schedule;
  private final AtomicInteger inflicted = new AtomicInteger();

  Nemesis(Schedule schedule) {
    this.schedule = schedule;
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
    for (Step step : steps) {
      Thread.sleep(step.at().minusNanos(System.nanoTime() - start));
      step.harm().begin();
      inflicted.incrementAndGet();
      try {
        Thread.sleep(step.lasting());
      } finally {
        step.harm().end();
      }
    }
    return null;
  }

  int inflicted() {
    return inflicted.get();
  }
}
