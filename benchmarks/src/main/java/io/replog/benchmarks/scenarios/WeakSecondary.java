package io.replog.benchmarks.scenarios;

import io.replog.benchmarks.Bench;
import io.replog.benchmarks.cluster.Cluster;
import io.replog.benchmarks.cluster.Node;
import io.replog.benchmarks.load.Load;
import io.replog.benchmarks.load.LoadPlan;
import io.replog.benchmarks.load.Sample;
import java.util.Locale;
import java.util.Map;

/** Writers at w=2 while one of two secondaries is delayed or dead, and others wait for it. */
final class WeakSecondary {
  private static final double MIB = 1024 * 1024;
  private static final int W = 2;
  private static final int REPEATS = 2;

  private WeakSecondary() {}

  static void slow(Bench bench, Cluster cluster) throws Exception {
    Node weak = cluster.secondaries().get(1);
    double seconds = bench.seconds(6, 10);
    for (int repeat = 0; repeat < bench.repeats(REPEATS); repeat++) {
      double fast = writers(bench, cluster, "both secondaries fast", seconds);
      delay(weak, "2s");
      double delayed = writers(bench, cluster, "one delayed by 2 s", seconds);
      delay(weak, "0s");
      cluster.awaitEqual();
      double again = writers(bench, cluster, "both secondaries fast", seconds);
      weak.kill();
      double dead = writers(bench, cluster, "one dead", seconds);
      weak.start();
      cluster.awaitHealthy();
      cluster.awaitEqual();
      double both = (fast + again) / 2;
      bench.fact("one delayed / both fast", delayed / both, "×");
      bench.fact("one dead / both fast", dead / both, "×");
    }
  }

  private static void delay(Node weak, String duration) {
    Map<String, String> faults = Map.of("delay", duration);
    weak.http().post().uri("/actuator/faults").body(faults).retrieve().toBodilessEntity();
  }

  /** Many clients wait at w=3 for a dead secondary. */
  static void blocked(Bench bench, Cluster cluster) throws Exception {
    Node master = cluster.master();
    Node dead = cluster.secondaries().get(1);
    double seconds = bench.seconds(8, 15);
    dead.kill();
    double before = writers(bench, cluster, "w=2, nobody waits", seconds);
    bench.fact("memory of the master, nobody waits", master.residentBytes() / MIB, "MiB");
    String what = String.format(Locale.ROOT, "%,d wait at w=3", bench.blocked());
    LoadPlan waiting =
        bench.posts(master, Scenario.NODES).clients(bench.blocked()).upTo(bench.blocked());
    long goal = master.messages() + bench.blocked();
    double beside;
    try (Load load = Load.start(waiting)) {
      awaitStored(master, goal, load);
      beside = writers(bench, cluster, "w=2, " + what, seconds);
      bench.fact("memory of the master, " + what, master.residentBytes() / MIB, "MiB");
      release(bench, load, dead);
    }
    cluster.awaitEqual();
    dead.kill();
    double after = writers(bench, cluster, "w=2, nobody waits", seconds);
    bench.fact(what + " / nobody waits", 2 * beside / (before + after), "×");
  }

  /** Each client has sent one request; waits until the master has stored them all. */
  private static void awaitStored(Node master, long goal, Load load) throws Exception {
    Cluster.await("all requests to be stored")
        .until(() -> master.messages() >= goal || !load.running());
    Sample early = load.take();
    if (early.errorCount() > 0 || early.count() > 0) {
      throw new IllegalStateException(
          "not all wait: " + early.count() + " answered, errors " + early.errors());
    }
  }

  private static void release(Bench bench, Load load, Node dead) throws Exception {
    long start = System.nanoTime();
    dead.start();
    Sample rest = load.measureWhile(load::running, second -> {});
    if (rest.count() != bench.blocked()) {
      throw new IllegalStateException(
          rest.count() + " of " + bench.blocked() + " were answered; errors: " + rest.errors());
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    bench.fact("all answered after the secondary's start", seconds, "s");
  }

  private static double writers(Bench bench, Cluster cluster, String what, double seconds)
      throws Exception {
    return bench.measure(what, bench.posts(cluster.master(), W), seconds).value();
  }
}
