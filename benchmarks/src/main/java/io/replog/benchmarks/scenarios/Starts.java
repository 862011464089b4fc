package io.replog.benchmarks.scenarios;

import io.replog.benchmarks.Bench;
import io.replog.benchmarks.cluster.Cluster;
import java.util.List;

/** From the start of the processes until the nodes are healthy. */
public final class Starts implements Scenario {
  private static final int REPEATS = 3;

  @Override
  public String name() {
    return "start";
  }

  @Override
  public String summary() {
    return "time until a master alone, and a cluster of three, is healthy";
  }

  @Override
  public void run(Bench bench) throws Exception {
    for (int repeat = 0; repeat < bench.options().repeats(REPEATS); repeat++) {
      bench.onStopped(0, List.of(), cluster -> time(bench, cluster, "a master alone"));
      bench.onStopped(2, List.of(), cluster -> time(bench, cluster, "a cluster of three"));
    }
    bench.report().bars(name(), "s", "Seconds from the start until healthy");
  }

  private void time(Bench bench, Cluster cluster, String what) throws Exception {
    long start = System.nanoTime();
    cluster.start();
    cluster.awaitHealthy();
    bench.fact(name(), what, (System.nanoTime() - start) / 1e9, "s");
  }
}
