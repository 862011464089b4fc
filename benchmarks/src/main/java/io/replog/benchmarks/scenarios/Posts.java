package io.replog.benchmarks.scenarios;

import io.replog.benchmarks.Bench;
import io.replog.benchmarks.cluster.Cluster;
import io.replog.benchmarks.load.LoadPlan;
import java.util.List;

/** One message a request, closed loop, by write concern, with many clients and with one. */
public final class Posts implements Scenario {
  private static final int NODES = 3;
  private static final int REPEATS = 3;

  @Override
  public String name() {
    return "posts";
  }

  @Override
  public String summary() {
    return "single posts at w=1, 2, 3, with 64 clients and with 1";
  }

  @Override
  public void run(Bench bench) throws Exception {
    bench.onWarm(NODES - 1, List.of(), cluster -> measure(bench, cluster));
    bench.report().bars(name(), "messages/s", "Posts acknowledged a second, by w and clients");
  }

  /** Levels take turns, so that a slow moment of the machine does not fall on one alone. */
  private void measure(Bench bench, Cluster cluster) throws Exception {
    for (int clients : List.of(bench.options().clients(), 1)) {
      double seconds = clients == 1 ? 1.5 : 3;
      for (int repeat = 0; repeat < bench.options().repeats(REPEATS); repeat++) {
        for (int w = 1; w <= NODES; w++) {
          one(bench, cluster, w, clients, seconds);
        }
      }
    }
  }

  private void one(Bench bench, Cluster cluster, int w, int clients, double brief)
      throws Exception {
    double seconds = bench.options().seconds(brief, brief * 3);
    LoadPlan plan = LoadPlan.closed(cluster.master().port(), bench.payload().post(w), clients);
    bench.measure(name(), label(w, clients), plan, 1, "messages/s", seconds);
  }

  static String label(int w, int clients) {
    return "w=" + w + ", " + clients + (clients == 1 ? " client" : " clients");
  }
}
