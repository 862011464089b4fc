package io.replog.benchmarks.scenarios;

import io.replog.benchmarks.Bench;
import io.replog.benchmarks.cluster.Cluster;
import io.replog.benchmarks.cluster.Node;
import io.replog.benchmarks.load.HttpPost;
import io.replog.benchmarks.load.Load;
import io.replog.benchmarks.load.LoadPlan;
import io.replog.benchmarks.load.Sample;
import java.util.List;

/** Many clients that wait at w=3 for a dead secondary, beside writers whose w=2 can be met. */
public final class Blocked implements Scenario {
  private static final long MIB = 1024 * 1024;
  private static final int ALL = 3;
  private static final int PATIENCE_SECONDS = 120;

  @Override
  public String name() {
    return "blocked";
  }

  @Override
  public String summary() {
    return "10,000 clients blocked at w=3 beside writers at w=2, nodes with -Xmx512m";
  }

  @Override
  public void run(Bench bench) throws Exception {
    bench.onWarm(2, List.of("-Xmx512m"), cluster -> play(bench, cluster));
    bench.report().bars(name(), "messages/s", "Posts acknowledged a second at w=2");
  }

  private void play(Bench bench, Cluster cluster) throws Exception {
    int blocked = bench.options().blocked();
    Node dead = cluster.secondaries().get(1);
    dead.kill();
    double before = writers(bench, cluster, "nobody waits");
    bench.fact(name(), "memory of the master, nobody waits", mib(cluster.master()), "MiB");
    String what = String.format(java.util.Locale.ROOT, "%,d wait at w=3", blocked);
    double beside;
    try (Load load = block(cluster, bench.payload().post(ALL), blocked)) {
      beside = writers(bench, cluster, what);
      bench.fact(name(), "memory of the master, " + what, mib(cluster.master()), "MiB");
      release(bench, load, dead, blocked);
    }
    cluster.awaitEqual();
    dead.kill();
    double after = writers(bench, cluster, "nobody waits");
    bench.fact(name(), what + " / nobody waits", 2 * beside / (before + after), "×");
  }

  /** Sends one request from each client, and waits until the master has stored them all. */
  private static Load block(Cluster cluster, HttpPost post, int clients) throws Exception {
    Node master = cluster.master();
    long goal = master.messages() + clients;
    Load load = Load.start(LoadPlan.closed(master.port(), post, clients).upTo(clients));
    try {
      Cluster.await(
          "all requests to be stored",
          PATIENCE_SECONDS,
          () -> master.messages() >= goal || !load.running());
      Sample early = load.take();
      if (early.errorCount() > 0 || early.count() > 0) {
        throw new IllegalStateException(
            "not all wait: " + early.count() + " answered, errors " + early.errors());
      }
      return load;
    } catch (InterruptedException | RuntimeException e) {
      load.close();
      throw e;
    }
  }

  private void release(Bench bench, Load load, Node dead, int blocked) throws Exception {
    long start = System.nanoTime();
    dead.start();
    Sample rest = load.finish(second -> {});
    if (rest.count() != blocked) {
      throw new IllegalStateException(
          rest.count() + " of " + blocked + " were answered; errors: " + rest.errors());
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    bench.fact(name(), "all answered after the secondary's start", seconds, "s");
  }

  private double writers(Bench bench, Cluster cluster, String what) throws Exception {
    LoadPlan plan =
        LoadPlan.closed(
            cluster.master().port(), bench.payload().post(2), bench.options().clients());
    double seconds = bench.options().seconds(8, 15);
    return bench.measure(name(), "w=2, " + what, plan, 1, "messages/s", seconds).value();
  }

  private static double mib(Node node) {
    return (double) node.residentBytes() / MIB;
  }
}
