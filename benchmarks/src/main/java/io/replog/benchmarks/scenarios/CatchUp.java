package io.replog.benchmarks.scenarios;

import io.replog.benchmarks.Bench;
import io.replog.benchmarks.cluster.Cluster;
import io.replog.benchmarks.cluster.Machine.OtherLoad;
import io.replog.benchmarks.cluster.Node;
import io.replog.benchmarks.load.Load;
import io.replog.benchmarks.load.Sample;
import io.replog.benchmarks.report.Report.Line;
import java.util.List;
import java.util.concurrent.FutureTask;
import java.util.function.Consumer;

/** A secondary with an empty disk joins a long log, once at rest and once beside writers. */
final class CatchUp {
  private static final int W = 2;
  private static final int PATIENCE_SECONDS = 600;

  private CatchUp() {}

  static void play(Bench bench) throws Exception {
    bench.onStopped(2, List.of(), cluster -> on(bench, cluster));
  }

  private static void on(Bench bench, Cluster cluster) throws Exception {
    Node late = cluster.secondaries().get(1);
    cluster.master().start();
    cluster.secondaries().getFirst().start();
    cluster.awaitHealthy(W);
    bench.warm(cluster, W);
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
    Consumer<Sample> progress = Bench.progress(line.name(), 1);
    try (Load load = Load.start(bench.posts(cluster, W))) {
      double before = bench.measure("writers before, w=2", load, bench.seconds(8, 15)).value();
      start(late);
      load.take();
      OtherLoad others = new OtherLoad();
      FutureTask<Double> rate = new FutureTask<>(() -> caughtUp(late, cluster));
      Thread.ofPlatform().daemon().start(rate);
      Sample during =
          load.measureWhile(
              () -> !rate.isDone(),
              progress.andThen(second -> line.add(line.xs().size() + 1.0, second.rate())));
      bench.fact("caught up beside writers", rate.get(), "messages/s");
      bench.add("writers meanwhile, w=2", during, others.percent());
      bench.fact("writers meanwhile / before", during.rate() / before, "×");
    }
    bench.chart("Writers while a secondary catches up", "seconds", "posts/s", List.of(line));
  }

  /** How long a process takes to start is another scenario's question. */
  private static void start(Node late) throws Exception {
    late.start();
    Cluster.await("the late secondary", late::up);
  }

  /** Messages a second until the secondary holds what the master holds now. */
  private static double caughtUp(Node late, Cluster cluster) throws Exception {
    long goal = cluster.master().messages();
    long had = late.messages();
    long start = System.nanoTime();
    Cluster.await(
        "the late secondary to catch up", PATIENCE_SECONDS, () -> late.messages() >= goal);
    return (goal - had) / ((System.nanoTime() - start) / 1e9);
  }

  private static void forget(Node late) throws InterruptedException {
    late.kill();
    late.wipe();
  }
}
