package io.replog.benchmarks.scenarios;

import io.replog.benchmarks.Bench;
import io.replog.benchmarks.cluster.Cluster;
import io.replog.benchmarks.cluster.WorkDir;
import io.replog.benchmarks.load.Load;
import io.replog.benchmarks.load.LoadPlan;
import io.replog.benchmarks.peers.Peer;
import io.replog.benchmarks.report.Medians;
import io.replog.benchmarks.report.Row;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/** Posts at w=3, and the same work on every peer that this machine has, in one run. */
public final class Peers implements Scenario {
  private static final int NODES = 3;
  private static final int REPEATS = 3;

  @Override
  public String name() {
    return "peers";
  }

  @Override
  public String summary() {
    return "the same appends on Replog at w=3 and on etcd, Redis and PostgreSQL where installed";
  }

  @Override
  public void run(Bench bench) throws Exception {
    List<String> played = new ArrayList<>(List.of("Replog"));
    bench.onWarm(
        NODES - 1,
        List.of(),
        cluster -> {
          series(bench, "Replog", clients -> posts(bench, cluster, clients));
          cluster.awaitEqual();
        });
    for (Peer peer : Peer.all()) {
      if (peer.installed()) {
        played.add(peer.name());
        play(bench, peer);
      } else {
        bench.say(peer.name() + " is not installed");
      }
    }
    ratios(bench, played);
    bench.report().bars(name(), "messages/s", "Appends acknowledged a second by three nodes");
  }

  private void play(Bench bench, Peer peer) throws Exception {
    bench.say(peer.name() + ": " + peer.level());
    Path folder =
        Files.createDirectories(bench.folder(peer.name().toLowerCase(java.util.Locale.ROOT)));
    try (Peer.Running running = peer.start(folder, bench.payload())) {
      try (Load load = Load.start(running.appends(bench.options().clients()))) {
        load.measure(bench.options().seconds(4, 6), bench.progress(peer.name() + ", warm-up"));
      }
      series(bench, peer.name(), running::appends);
      equal(peer, running);
    } finally {
      WorkDir.delete(folder);
    }
  }

  private void series(Bench bench, String who, IntFunction<LoadPlan> appends) throws Exception {
    for (int clients : List.of(bench.options().clients(), 1)) {
      double seconds = clients == 1 ? 2 : 4;
      for (int repeat = 0; repeat < bench.options().repeats(REPEATS); repeat++) {
        bench.measure(
            name(),
            label(who, clients),
            appends.apply(clients),
            1,
            "messages/s",
            bench.options().seconds(seconds, 2 * seconds));
      }
    }
  }

  private static void equal(Peer peer, Peer.Running running) throws Exception {
    Cluster.await(
        "equal logs on " + peer.name(),
        30,
        () -> {
          try {
            return running.stored().stream().distinct().count() == 1;
          } catch (Exception e) {
            throw new IllegalStateException(e);
          }
        });
  }

  private void ratios(Bench bench, List<String> played) throws Exception {
    for (String other : played.subList(1, played.size())) {
      int many = bench.options().clients();
      double rate = median(bench, "Replog", many).value() / median(bench, other, many).value();
      bench.fact(name(), "rate, " + many + " clients, Replog / " + other, rate, "×");
      double p50 =
          median(bench, "Replog", 1).number("p50_ms") / median(bench, other, 1).number("p50_ms");
      bench.fact(name(), "p50, 1 client, Replog / " + other, p50, "×");
    }
  }

  private Row median(Bench bench, String who, int clients) {
    return Medians.of(bench.report().rows()).stream()
        .filter(row -> row.scenario().equals(name()) && row.what().equals(label(who, clients)))
        .findFirst()
        .orElseThrow();
  }

  private static LoadPlan posts(Bench bench, Cluster cluster, int clients) {
    return LoadPlan.closed(cluster.master().port(), bench.payload().post(NODES), clients);
  }

  private static String label(String who, int clients) {
    return who + ", " + clients + (clients == 1 ? " client" : " clients");
  }
}
