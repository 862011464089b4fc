package io.replog.benchmarks.scenarios;

import io.replog.benchmarks.Bench;
import io.replog.benchmarks.bare.BareServer;
import io.replog.benchmarks.cluster.Child;
import io.replog.benchmarks.cluster.Cluster;
import io.replog.benchmarks.cluster.Http;
import io.replog.benchmarks.cluster.Ports;
import io.replog.benchmarks.load.Load;
import io.replog.benchmarks.load.LoadPlan;
import io.replog.benchmarks.report.Medians;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Posts at w=1, and the same posts to a server that answers and keeps nothing, in turns. */
public final class Bare implements Scenario {
  private static final int REPEATS = 3;
  private static final int CREATED = 201;

  @Override
  public String name() {
    return "bare";
  }

  @Override
  public String summary() {
    return "posts at w=1 with two secondaries, and to a Spring Boot server that keeps nothing";
  }

  @Override
  public void run(Bench bench) throws Exception {
    bench.onWarm(2, List.of(), cluster -> play(bench, cluster));
    bench.report().bars(name(), "messages/s", "Posts answered a second, 64 clients");
  }

  private void play(Bench bench, Cluster cluster) throws Exception {
    int port = Ports.free(1).getFirst();
    try (Child server = start(bench, port)) {
      Cluster.await("the bare server", () -> server.alive() && answers(port));
      try (Load load = Load.start(plan(bench, port))) {
        load.measure(bench.options().warmSeconds(), bench.progress("bare, warm-up"));
      }
      List<Double> ratios = new ArrayList<>();
      for (int repeat = 0; repeat < bench.options().repeats(REPEATS); repeat++) {
        double bare = posts(bench, "bare", port);
        double stored = posts(bench, "w=1", cluster.master().port());
        cluster.awaitEqual();
        ratios.add(stored / bare);
      }
      double median = Medians.of(ratios.stream().mapToDouble(Double::doubleValue).toArray());
      bench.fact(name(), "w=1 / bare", median, "×");
    }
  }

  private double posts(Bench bench, String what, int port) throws Exception {
    double seconds = bench.options().seconds(5, 10);
    return bench.measure(name(), what, plan(bench, port), 1, "messages/s", seconds).value();
  }

  private static LoadPlan plan(Bench bench, int port) {
    return LoadPlan.closed(port, bench.payload().post(1), bench.options().clients());
  }

  /** With the JVM options of the nodes, from this program's own class path. */
  private static Child start(Bench bench, int port) throws IOException {
    Path project = bench.options().project();
    Path log = java.nio.file.Files.createDirectories(bench.folder("bare")).resolve("bare.log");
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "@" + project.resolve("jvm.options"),
            "-cp",
            System.getProperty("java.class.path"),
            BareServer.class.getName(),
            String.valueOf(port));
    return Child.start(project, log, Map.of(), command);
  }

  private static boolean answers(int port) {
    try {
      return new Http(port, null).post("/messages", "{\"message\":\"m\",\"w\":1}").status()
          == CREATED;
    } catch (IOException e) {
      return false;
    }
  }
}
