package io.replog.benchmarks.scenarios;

import io.replog.benchmarks.Bench;
import io.replog.benchmarks.cluster.Cluster;
import io.replog.benchmarks.load.Load;
import io.replog.benchmarks.load.LoadPlan;
import io.replog.benchmarks.report.Report.Line;
import java.util.ArrayList;
import java.util.List;

/** From the start of the processes until the nodes are healthy, and until they are fast. */
final class Starts {
  private static final int REPEATS = 3;
  private static final double ENOUGH = 0.7;
  private static final int FIFTH = 4;

  private Starts() {}

  static void play(Bench bench) throws Exception {
    for (int repeat = 0; repeat < bench.repeats(REPEATS); repeat++) {
      bench.onStopped(1, cluster -> time(bench, cluster, "a master alone"));
      bench.onStopped(Scenario.NODES, cluster -> time(bench, cluster, "a cluster of three"));
    }
  }

  private static void time(Bench bench, Cluster cluster, String what) throws Exception {
    bench.fact(what, seconds(cluster), "s");
  }

  /** Starts all nodes: seconds until the master finds them healthy. */
  static double seconds(Cluster cluster) throws Exception {
    long start = System.nanoTime();
    cluster.start();
    cluster.awaitHealthy();
    return (System.nanoTime() - start) / 1e9;
  }

  /** How soon after its start a cluster is as fast as it gets. */
  static void warmUp(Bench bench) throws Exception {
    List<Line> lines = new ArrayList<>();
    for (int repeat = 1; repeat <= bench.repeats(1); repeat++) {
      Line line = new Line("run " + repeat);
      lines.add(line);
      bench.onStopped(Scenario.NODES, cluster -> curve(bench, cluster, line));
    }
    String title = "Rate of w=3 posts after a cluster has become healthy";
    bench.chart(title, "seconds", "posts/s", lines);
  }

  private static void curve(Bench bench, Cluster cluster, Line line) throws Exception {
    seconds(cluster);
    LoadPlan plan = bench.posts(cluster.master(), Scenario.NODES);
    try (Load load = Load.start(plan)) {
      String what = "w=3 from the first second";
      bench.measure(what, load, Load.forSeconds(bench.seconds(40, 60)), line::addSecond);
    }
    List<Double> rates = line.ys();
    int count = rates.size();
    List<Double> last = rates.subList(count * 2 / 3, count).stream().sorted().toList();
    double steady = last.get((last.size() - 1) / 2);
    if (steady == 0) {
      throw new IllegalStateException("nothing was acknowledged in the last third of the time");
    }
    bench.fact("steady rate", steady, "messages/s");
    int first = 0;
    while (rates.get(first) < ENOUGH * steady) {
      first++;
    }
    bench.fact("first second at 70 % of it", first + 1.0, "s");
    double fifth = rates.get(Math.min(FIFTH, count - 1));
    bench.fact("rate in the fifth second / steady", fifth / steady, "×");
  }
}
