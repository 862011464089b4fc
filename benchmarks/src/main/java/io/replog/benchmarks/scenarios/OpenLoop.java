package io.replog.benchmarks.scenarios;

import io.replog.benchmarks.Bench;
import io.replog.benchmarks.cluster.Cluster;
import io.replog.benchmarks.load.LoadPlan;
import io.replog.benchmarks.report.LineChart;
import io.replog.benchmarks.report.LineChart.Point;
import io.replog.benchmarks.report.LineChart.Series;
import io.replog.benchmarks.report.Row;
import java.util.ArrayList;
import java.util.List;

/** Latency at fixed rates, counted from when each request was due. */
public final class OpenLoop implements Scenario {
  private static final int NODES = 3;
  private static final int CONNECTIONS = 256;
  private static final List<Integer> PERCENT = List.of(10, 25, 50, 70, 85);

  @Override
  public String name() {
    return "open-loop";
  }

  @Override
  public String summary() {
    return "latency of w=3 posts at fixed rates, shares of what a closed loop reaches";
  }

  @Override
  public void run(Bench bench) throws Exception {
    bench.onWarm(NODES - 1, List.of(), cluster -> measure(bench, cluster));
  }

  private void measure(Bench bench, Cluster cluster) throws Exception {
    double seconds = bench.options().seconds(5, 15);
    int port = cluster.master().port();
    LoadPlan closed = LoadPlan.closed(port, bench.payload().post(NODES), bench.options().clients());
    Row limit = bench.measure(name(), "closed loop", closed, 1, "messages/s", seconds);
    LoadPlan open = LoadPlan.closed(port, bench.payload().post(NODES), CONNECTIONS);
    List<Row> rows = new ArrayList<>();
    for (int percent : PERCENT) {
      double rate = limit.value() * percent / 100;
      String what = percent + " % of the closed loop";
      rows.add(bench.measure(name(), what, open.atRate(rate), 1, "messages/s", seconds));
    }
    List<Series> lines =
        List.of(
            line("p50", "p50_ms", rows), line("p90", "p90_ms", rows), line("p99", "p99_ms", rows));
    String title = "Latency of w=3 posts by rate (open loop)";
    bench.report().chart(name(), LineChart.of(title, "messages/s", "milliseconds", lines));
  }

  private static Series line(String name, String detail, List<Row> rows) {
    return new Series(
        name, rows.stream().map(row -> new Point(row.value(), row.number(detail))).toList());
  }
}
