package io.replog.benchmarks.scenarios;

import io.replog.benchmarks.Bench;
import io.replog.benchmarks.cluster.Cluster;
import io.replog.benchmarks.cluster.Node;
import io.replog.benchmarks.cluster.WorkDir;
import io.replog.benchmarks.load.LoadPlan;
import io.replog.benchmarks.report.Medians;
import java.util.List;
import java.util.stream.DoubleStream;

/** The rate on a log that is short, and on one that is long; and the start with the long one. */
public final class Growth implements Scenario {
  private static final int NODES = 3;
  private static final int REPEATS = 3;
  private static final long MIB = 1024 * 1024;

  @Override
  public String name() {
    return "growth";
  }

  @Override
  public String summary() {
    return "rate of w=3 posts, and start-up, with many stored messages (--count, 10,000,000)";
  }

  @Override
  public void run(Bench bench) throws Exception {
    bench.onWarm(NODES - 1, List.of(), cluster -> play(bench, cluster));
    bench.report().bars(name(), "messages/s", "Posts acknowledged a second at w=3");
  }

  private void play(Bench bench, Cluster cluster) throws Exception {
    double few = rate(bench, cluster, "w=3, a short log");
    bench.fill(cluster, bench.options().count(1_000_000, 10_000_000), NODES);
    cluster.awaitEqual();
    long stored = cluster.master().messages();
    String many = String.format(java.util.Locale.ROOT, "%,d stored", stored);
    double after = rate(bench, cluster, "w=3, a long log");
    bench.fact(name(), "stored messages", stored, "messages");
    bench.fact(name(), "long / short", after / few, "×");
    for (Node node : cluster.nodes()) {
      double size = (double) WorkDir.size(node.data()) / MIB;
      bench.fact(
          name(),
          "disk of the " + (node == cluster.master() ? "master" : "secondaries"),
          size,
          "MiB");
    }
    restart(bench, cluster, many);
  }

  private void restart(Bench bench, Cluster cluster, String many) throws Exception {
    cluster.close();
    long start = System.nanoTime();
    cluster.master().start();
    Cluster.await("the master", cluster.master()::up);
    bench.fact(name(), "start of the master, " + many, (System.nanoTime() - start) / 1e9, "s");
    cluster.close();
    start = System.nanoTime();
    cluster.start();
    cluster.awaitHealthy();
    bench.fact(name(), "start of the cluster, " + many, (System.nanoTime() - start) / 1e9, "s");
  }

  private double rate(Bench bench, Cluster cluster, String what) throws Exception {
    LoadPlan plan =
        LoadPlan.closed(
            cluster.master().port(), bench.payload().post(NODES), bench.options().clients());
    double seconds = bench.options().seconds(5, 10);
    DoubleStream.Builder rates = DoubleStream.builder();
    for (int repeat = 0; repeat < bench.options().repeats(REPEATS); repeat++) {
      rates.add(bench.measure(name(), what, plan, 1, "messages/s", seconds).value());
    }
    return Medians.of(rates.build().toArray());
  }
}
