package io.replog.benchmarks.scenarios;

import io.replog.benchmarks.Bench;
import io.replog.benchmarks.cluster.Cluster;
import io.replog.benchmarks.cluster.Node;
import io.replog.benchmarks.cluster.WorkDir;
import io.replog.benchmarks.report.Medians;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** The rate on a log that is short, and on one that is long; and the start with the long one. */
final class Growth {
  private static final int NODES = 3;
  private static final int REPEATS = 3;
  private static final double MIB = 1024 * 1024;

  private Growth() {}

  static void play(Bench bench) throws Exception {
    bench.onWarm(NODES - 1, List.of(), cluster -> on(bench, cluster));
  }

  private static void on(Bench bench, Cluster cluster) throws Exception {
    double few = rate(bench, cluster, "w=3, a short log");
    bench.fill(cluster, bench.count(1_000_000, 10_000_000), NODES);
    cluster.awaitEqual();
    long stored = cluster.master().messages();
    double many = rate(bench, cluster, "w=3, a long log");
    bench.fact("stored messages", stored, "messages");
    bench.fact("long / short", many / few, "×");
    for (Node node : cluster.nodes()) {
      String whose = node == cluster.master() ? "master" : "secondaries";
      bench.fact("disk of the " + whose, WorkDir.size(node.data()) / MIB, "MiB");
    }
    restart(bench, cluster, String.format(Locale.ROOT, "%,d stored", stored));
  }

  private static void restart(Bench bench, Cluster cluster, String stored) throws Exception {
    cluster.close();
    long start = System.nanoTime();
    cluster.master().start();
    Cluster.await("the master", cluster.master()::up);
    bench.fact("start of the master, " + stored, (System.nanoTime() - start) / 1e9, "s");
    cluster.close();
    bench.fact("start of the cluster, " + stored, Starts.seconds(cluster), "s");
  }

  private static double rate(Bench bench, Cluster cluster, String what) throws Exception {
    double seconds = bench.seconds(5, 10);
    DoubleStream.Builder rates = DoubleStream.builder();
    for (int repeat = 0; repeat < bench.repeats(REPEATS); repeat++) {
      rates.add(bench.measure(what, bench.posts(cluster, NODES), seconds).value());
    }
    return Medians.of(rates.build().toArray());
  }
}
