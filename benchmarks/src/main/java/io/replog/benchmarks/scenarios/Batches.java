package io.replog.benchmarks.scenarios;

import io.replog.benchmarks.Bench;
import io.replog.benchmarks.Payload;
import io.replog.benchmarks.cluster.Cluster;
import io.replog.benchmarks.load.LoadPlan;
import java.util.List;

/** Many messages in one request, as NDJSON. */
public final class Batches implements Scenario {
  private static final int NODES = 3;
  private static final int REPEATS = 3;
  private static final List<Integer> CLIENTS = List.of(1, 4, 16);

  @Override
  public String name() {
    return "batches";
  }

  @Override
  public String summary() {
    return "batches of 1,000 messages as NDJSON at w=3";
  }

  @Override
  public void run(Bench bench) throws Exception {
    bench.onWarm(NODES - 1, List.of(), cluster -> measure(bench, cluster));
    bench.report().bars(name(), "messages/s", "Messages acknowledged a second, in batches, w=3");
  }

  private void measure(Bench bench, Cluster cluster) throws Exception {
    double seconds = bench.options().seconds(4, 8);
    warm(bench, cluster);
    for (int repeat = 0; repeat < bench.options().repeats(REPEATS); repeat++) {
      for (int clients : CLIENTS) {
        LoadPlan plan = plan(bench, cluster, clients);
        String what = "w=" + NODES + ", " + clients + " at once";
        bench.measure(name(), what, plan, Payload.BATCH, "messages/s", seconds);
      }
    }
  }

  /** The way of a batch through the servers is another than that of a single post. */
  private void warm(Bench bench, Cluster cluster) throws Exception {
    try (var load = io.replog.benchmarks.load.Load.start(plan(bench, cluster, 4))) {
      load.measure(
          bench.options().warmSeconds() / 2, bench.progress("warm-up, batches", Payload.BATCH));
    }
  }

  private static LoadPlan plan(Bench bench, Cluster cluster, int clients) {
    return LoadPlan.closed(
        cluster.master().port(), bench.payload().batch(Payload.BATCH, NODES), clients);
  }
}
