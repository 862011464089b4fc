package io.replog.benchmarks.scenarios;

import io.replog.benchmarks.Bench;
import io.replog.benchmarks.cluster.Cluster;
import io.replog.benchmarks.cluster.Node;
import io.replog.benchmarks.cluster.OtherLoad;
import io.replog.benchmarks.load.Load;
import io.replog.benchmarks.load.LoadPlan;
import io.replog.benchmarks.load.Sample;
import io.replog.benchmarks.report.LineChart;
import io.replog.benchmarks.report.LineChart.Point;
import io.replog.benchmarks.report.LineChart.Series;
import io.replog.benchmarks.report.Row;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** A secondary with an empty disk joins a long log, once at rest and once beside writers. */
public final class CatchUp implements Scenario {
  private static final int W = 2;

  @Override
  public String name() {
    return "catch-up";
  }

  @Override
  public String summary() {
    return "a secondary 1,000,000 messages behind catches up, without and with writers at w=2";
  }

  @Override
  public void run(Bench bench) throws Exception {
    bench.onStopped(2, List.of(), cluster -> play(bench, cluster));
    bench.report().bars(name(), "messages/s", "Messages a second while a secondary catches up");
  }

  private void play(Bench bench, Cluster cluster) throws Exception {
    Node late = cluster.secondaries().get(1);
    cluster.master().start();
    cluster.secondaries().getFirst().start();
    cluster.awaitHealthy(W);
    bench.warm(cluster, W);
    bench.fill(cluster, bench.options().count(1_000_000, 1_000_000), W);
    for (int repeat = 0; repeat < bench.options().repeats(1); repeat++) {
      start(late);
      bench.fact(name(), "caught up, nobody writes", caughtUp(late, cluster), "messages/s");
      forget(late);
      besideWriters(bench, cluster, late);
      forget(late);
    }
  }

  private void besideWriters(Bench bench, Cluster cluster, Node late) throws Exception {
    LoadPlan plan =
        LoadPlan.closed(
            cluster.master().port(), bench.payload().post(W), bench.options().clients());
    Timeline timeline = new Timeline(bench.progress("writers, w=2"));
    double seconds = bench.options().seconds(8, 15);
    try (Load load = Load.start(plan)) {
      Row before = bench.measure(name(), "writers before, w=2", load, 1, "messages/s", seconds);
      start(late);
      load.take();
      OtherLoad others = new OtherLoad();
      Background background = new Background(load, timeline);
      double rate = caughtUp(late, cluster);
      Sample during = background.stop();
      bench.fact(name(), "caught up beside writers", rate, "messages/s");
      String what = "writers meanwhile, w=2";
      bench.report().add(Row.load(name(), what, during, 1, "messages/s", others.percent()));
      bench.fact(name(), "writers meanwhile / before", during.rate() / before.value(), "×");
    }
    Series line = new Series("writers, w=2", timeline.points);
    String title = "Writers while a secondary catches up";
    bench.report().chart(name() + "-writers", LineChart.of(title, "s", "posts/s", List.of(line)));
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
    Cluster.await("the late secondary to catch up", 600, () -> late.messages() >= goal);
    return (goal - had) / ((System.nanoTime() - start) / 1e9);
  }

  private static void forget(Node late) throws InterruptedException {
    late.kill();
    late.wipe();
  }

  private static final class Timeline implements Consumer<Sample> {
    private final List<Point> points = new ArrayList<>();
    private final Consumer<Sample> progress;
    private double at;

    Timeline(Consumer<Sample> progress) {
      this.progress = progress;
    }

    @Override
    public void accept(Sample second) {
      progress.accept(second);
      at += second.seconds();
      points.add(new Point(at, second.rate()));
    }
  }

  /** Measures a load from another thread until it is told to stop. */
  private static final class Background {
    private static final double STEP = 1.0;

    private final Thread thread;
    private volatile boolean stopped;
    private Sample all = Sample.none();

    Background(Load load, Consumer<Sample> eachSecond) {
      thread = Thread.ofPlatform().daemon().start(() -> watch(load, eachSecond));
    }

    private void watch(Load load, Consumer<Sample> eachSecond) {
      try {
        while (!stopped) {
          all = all.and(load.measure(STEP, eachSecond));
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }

    Sample stop() throws InterruptedException {
      stopped = true;
      thread.join();
      return all;
    }
  }
}
