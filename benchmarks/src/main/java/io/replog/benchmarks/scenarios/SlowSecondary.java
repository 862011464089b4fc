package io.replog.benchmarks.scenarios;

import io.replog.benchmarks.Bench;
import io.replog.benchmarks.cluster.Cluster;
import io.replog.benchmarks.cluster.Node;
import io.replog.benchmarks.load.LoadPlan;
import io.replog.benchmarks.report.Row;
import java.util.List;

/** Writers at w=2 while one of two secondaries is delayed, and while it is dead. */
public final class SlowSecondary implements Scenario {
  private static final int W = 2;
  private static final int REPEATS = 2;

  @Override
  public String name() {
    return "slow-secondary";
  }

  @Override
  public String summary() {
    return "w=2 beside a secondary that is delayed by 2 s, or dead";
  }

  @Override
  public void run(Bench bench) throws Exception {
    bench.onWarm(2, List.of(), cluster -> play(bench, cluster));
    bench.report().bars(name(), "messages/s", "Posts acknowledged a second at w=2");
  }

  private void play(Bench bench, Cluster cluster) throws Exception {
    Node weak = cluster.secondaries().get(1);
    for (int repeat = 0; repeat < bench.options().repeats(REPEATS); repeat++) {
      double fast = posts(bench, cluster, "both secondaries fast").value();
      weak.faults("{\"delay\":\"2s\"}");
      double delayed = posts(bench, cluster, "one delayed by 2 s").value();
      weak.faults("{\"delay\":\"0s\"}");
      cluster.awaitEqual();
      double again = posts(bench, cluster, "both secondaries fast").value();
      weak.kill();
      double dead = posts(bench, cluster, "one dead").value();
      weak.start();
      cluster.awaitHealthy();
      cluster.awaitEqual();
      double both = (fast + again) / 2;
      bench.fact(name(), "one delayed / both fast", delayed / both, "×");
      bench.fact(name(), "one dead / both fast", dead / both, "×");
    }
  }

  private Row posts(Bench bench, Cluster cluster, String what) throws Exception {
    LoadPlan plan =
        LoadPlan.closed(
            cluster.master().port(), bench.payload().post(W), bench.options().clients());
    double seconds = bench.options().seconds(6, 10);
    return bench.measure(name(), what, plan, 1, "messages/s", seconds);
  }
}
