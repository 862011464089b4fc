package io.replog.benchmarks.scenarios;

import io.replog.benchmarks.Bench;
import io.replog.benchmarks.cluster.Cluster;
import io.replog.benchmarks.cluster.Node;
import io.replog.benchmarks.load.Load;
import io.replog.benchmarks.report.Report.Line;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.function.BooleanSupplier;

/** A secondary with an empty disk joins a long log, once at rest and once beside writers. */
final class CatchUp {
  private static final int W = 2;
  private static final Duration PATIENCE = Duration.ofMinutes(10);

  private CatchUp() {}

  static void play(Bench bench) throws Exception {
    bench.onStopped(Scenario.NODES, cluster -> on(bench, cluster));
  }

  private static void on(Bench bench, Cluster cluster) throws Exception {
    Node late = cluster.secondaries().get(1);
    cluster.master().start();
    cluster.secondaries().getFirst().start();
    cluster.awaitHealthy(W);
    bench.warm(bench.posts(cluster.master(), W));
    bench.fill(cluster, bench.count(1_000_000, 1_000_000), W);
    for (int repeat = 0; repeat < bench.repeats(1); repeat++) {
      start(late);
      bench.fact("caught up, nobody writes", caughtUp(late, cluster), "messages/s");
      forget(late);
      besideWriters(bench, cluster, late);
      forget(late);
    }
  }

  private static void besideWriters(Bench bench, Cluster cluster, Node late) throws Exception {
    Line line = new Line("writers, w=2");
    try (Load load = Load.start(bench.posts(cluster.master(), W))) {
      BooleanSupplier some = Load.forSeconds(bench.seconds(8, 15));
      double before = bench.measure("writers before, w=2", load, some, second -> {}).value();
      start(late);
      FutureTask<Double> rate = new FutureTask<>(() -> caughtUp(late, cluster));
      Thread.ofPlatform().daemon().start(rate);
      double during =
          bench
              .measure("writers meanwhile, w=2", load, () -> !rate.isDone(), line::addSecond)
              .value();
      bench.fact("caught up beside writers", rate.get(), "messages/s");
      bench.fact("writers meanwhile / before", during / before, "×");
    }
    bench.chart("Writers while a secondary catches up", "seconds", "posts/s", List.of(line));
  }

  /** How long a process takes to start is another scenario's question. */
  private static void start(Node late) throws Exception {
    late.start();
    Cluster.await("the late secondary").until(late::up);
  }

  /** Messages a second until the secondary holds what the master holds now. */
  private static double caughtUp(Node late, Cluster cluster) throws Exception {
    long goal = cluster.master().messages();
    long had = late.messages();
    long start = System.nanoTime();
    Cluster.await("the late secondary to catch up")
        .atMost(PATIENCE)
        .until(() -> late.messages() >= goal);
    return (goal - had) / ((System.nanoTime() - start) / 1e9);
  }

  private static void forget(Node late) throws Exception {
    late.kill();
    late.wipe();
  }
}
