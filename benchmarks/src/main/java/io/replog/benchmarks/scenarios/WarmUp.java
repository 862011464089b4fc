package io.replog.benchmarks.scenarios;

import io.replog.benchmarks.Bench;
import io.replog.benchmarks.cluster.Cluster;
import io.replog.benchmarks.load.Load;
import io.replog.benchmarks.load.LoadPlan;
import io.replog.benchmarks.load.Sample;
import io.replog.benchmarks.report.LineChart;
import io.replog.benchmarks.report.LineChart.Point;
import io.replog.benchmarks.report.LineChart.Series;
import io.replog.benchmarks.report.Medians;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/** How soon after its start a cluster is as fast as it gets. */
public final class WarmUp implements Scenario {
  private static final int NODES = 3;
  private static final double ENOUGH = 0.7;

  @Override
  public String name() {
    return "warm-up";
  }

  @Override
  public String summary() {
    return "rate of w=3 posts, second by second, of a cluster that has just become healthy";
  }

  @Override
  public void run(Bench bench) throws Exception {
    List<Series> lines = new ArrayList<>();
    for (int repeat = 1; repeat <= bench.options().repeats(1); repeat++) {
      String line = "run " + repeat;
      bench.onStopped(
          NODES - 1, List.of(), cluster -> lines.add(new Series(line, curve(bench, cluster))));
    }
    String title = "Rate of w=3 posts after a cluster has become healthy";
    bench.report().chart(name(), LineChart.of(title, "seconds", "posts/s", lines));
  }

  private List<Point> curve(Bench bench, Cluster cluster) throws Exception {
    cluster.start();
    cluster.awaitHealthy();
    List<Point> points = new ArrayList<>();
    Consumer<Sample> progress = bench.progress("w=3 from the first second");
    LoadPlan plan =
        LoadPlan.closed(
            cluster.master().port(), bench.payload().post(NODES), bench.options().clients());
    try (Load load = Load.start(plan)) {
      load.measure(
          bench.options().seconds(40, 60),
          second -> {
            progress.accept(second);
            points.add(new Point(points.size() + 1.0, second.rate()));
          });
    }
    double steady = steady(points);
    if (steady == 0) {
      throw new IllegalStateException("nothing was acknowledged in the last third of the time");
    }
    bench.fact(name(), "steady rate", steady, "messages/s");
    bench.fact(name(), "first second at 70 % of it", firstAt(points, ENOUGH * steady), "s");
    double fifth = points.get(Math.min(4, points.size() - 1)).y();
    bench.fact(name(), "rate in the fifth second / steady", fifth / steady, "×");
    return points;
  }

  /** The median of the last third. */
  private static double steady(List<Point> points) {
    return Medians.of(points.stream().skip(points.size() * 2L / 3).mapToDouble(Point::y).toArray());
  }

  private static double firstAt(List<Point> points, double rate) {
    int index =
        IntStream.range(0, points.size())
            .filter(i -> points.get(i).y() >= rate)
            .findFirst()
            .orElseThrow();
    return points.get(index).x();
  }
}
