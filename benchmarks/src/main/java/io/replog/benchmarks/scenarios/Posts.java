package io.replog.benchmarks.scenarios;

import io.replog.benchmarks.Bench;
import io.replog.benchmarks.cluster.Cluster;
import io.replog.benchmarks.load.LoadPlan;
import io.replog.benchmarks.report.Report.Line;
import io.replog.benchmarks.report.Row;
import java.util.List;

/** Writers on a cluster of three that is well: by write concern, at fixed rates, in batches. */
final class Posts {
  private static final int REPEATS = 3;
  private static final int OPEN_CONNECTIONS = 256;
  private static final List<Integer> OPEN_PERCENT = List.of(10, 25, 50, 70, 85);
  private static final List<Integer> BATCH_CLIENTS = List.of(1, 4, 16);

  private Posts() {}

  /** Levels take turns, so that a slow moment of the machine does not fall on one alone. */
  static void byConcern(Bench bench, Cluster cluster) throws Exception {
    for (int clients : List.of(bench.clients(), 1)) {
      double brief = clients == 1 ? 1.5 : 3;
      for (int repeat = 0; repeat < bench.repeats(REPEATS); repeat++) {
        for (int w = 1; w <= Scenario.NODES; w++) {
          String what = "w=" + w + ", " + clients + (clients == 1 ? " client" : " clients");
          LoadPlan plan = bench.posts(cluster.master(), w).clients(clients);
          bench.measure(what, plan, bench.seconds(brief, brief * 3));
        }
      }
    }
  }

  /** Latency at fixed rates, counted from when each request was due. */
  static void atFixedRates(Bench bench, Cluster cluster) throws Exception {
    double seconds = bench.seconds(5, 15);
    LoadPlan closed = bench.posts(cluster.master(), Scenario.NODES);
    double limit = bench.measure("closed loop", closed, seconds).value();
    List<Line> lines = List.of(new Line("p50"), new Line("p90"), new Line("p99"));
    for (int percent : OPEN_PERCENT) {
      LoadPlan plan = closed.clients(OPEN_CONNECTIONS).atRate(limit * percent / 100);
      Row row = bench.measure(percent + " % of the closed loop", plan, seconds);
      lines.forEach(line -> line.add(row.value(), row.number(line.name() + "_ms")));
    }
    String title = "Latency of w=3 posts by rate (open loop)";
    bench.chart(title, "messages/s", "milliseconds", lines);
  }

  /** Many messages in one request, as NDJSON; their path through the servers is warmed, too. */
  static void batches(Bench bench, Cluster cluster) throws Exception {
    LoadPlan plan = bench.batches(cluster, Scenario.NODES, BATCH_CLIENTS.get(1));
    bench.warm(plan);
    for (int repeat = 0; repeat < bench.repeats(REPEATS); repeat++) {
      for (int clients : BATCH_CLIENTS) {
        String what = "w=" + Scenario.NODES + ", " + clients + " at once";
        bench.measure(what, plan.clients(clients), bench.seconds(4, 8));
      }
    }
  }
}
