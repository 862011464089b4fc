package io.replog.benchmarks.scenarios;

import io.replog.benchmarks.Bench;
import io.replog.benchmarks.cluster.Cluster;
import io.replog.benchmarks.cluster.Node;
import io.replog.benchmarks.load.LoadPlan;
import io.replog.benchmarks.report.Row;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** The rate on a log that is short, and on one that is long; and the start with the long one. */
final class Growth {
  private static final int REPEATS = 3;
  private static final double MIB = 1024 * 1024;

  private Growth() {}

  static void play(Bench bench, Cluster cluster) throws Exception {
    double few = rate(bench, cluster, "w=3, a short log");
    bench.fill(cluster, bench.count(1_000_000, 10_000_000), Scenario.NODES);
    cluster.awaitEqual();
    long stored = cluster.master().messages();
    double many = rate(bench, cluster, "w=3, a long log");
    bench.fact("stored messages", stored, "messages");
    bench.fact("long / short", many / few, "×");
    for (Node node : cluster.nodes()) {
      String whose = node == cluster.master() ? "master" : "secondaries";
      bench.fact("disk of the " + whose, bytes(node.data()) / MIB, "MiB");
    }
    restart(bench, cluster, String.format(Locale.ROOT, "%,d stored", stored));
  }

  private static void restart(Bench bench, Cluster cluster, String stored) throws Exception {
    cluster.close();
    long start = System.nanoTime();
    cluster.master().start();
    Cluster.await("the master").until(cluster.master()::up);
    bench.fact("start of the master, " + stored, (System.nanoTime() - start) / 1e9, "s");
    cluster.close();
    bench.fact("start of the cluster, " + stored, Starts.seconds(cluster), "s");
  }

  private static double rate(Bench bench, Cluster cluster, String what) throws Exception {
    double seconds = bench.seconds(5, 10);
    LoadPlan plan = bench.posts(cluster.master(), Scenario.NODES);
    List<Row> rates = new ArrayList<>();
    for (int repeat = 0; repeat < bench.repeats(REPEATS); repeat++) {
      rates.add(bench.measure(what, plan, seconds));
    }
    return Row.median(rates).value();
  }

  private static long bytes(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }
}
