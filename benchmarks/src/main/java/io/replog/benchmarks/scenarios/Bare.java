package io.replog.benchmarks.scenarios;

import io.replog.benchmarks.Bench;
import io.replog.benchmarks.bare.BareServer;
import io.replog.benchmarks.cluster.Cluster;
import io.replog.benchmarks.cluster.Machine;
import io.replog.benchmarks.cluster.Node;
import io.replog.benchmarks.report.Medians;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;

/** Posts at w=1, and the same posts to a server that answers and keeps nothing, in turns. */
final class Bare {
  private static final int REPEATS = 3;

  private Bare() {}

  static void play(Bench bench) throws Exception {
    bench.onWarm(2, List.of(), cluster -> beside(bench, cluster));
  }

  private static void beside(Bench bench, Cluster cluster) throws Exception {
    int port = Machine.freePorts(1).getFirst();
    try (Node server = server(bench, port)) {
      server.start();
      Cluster.await("the bare server", () -> answers(server));
      bench.warm("bare, warm-up", bench.posts(port, 1), bench.warmSeconds());
      DoubleStream.Builder ratios = DoubleStream.builder();
      double seconds = bench.seconds(5, 10);
      for (int repeat = 0; repeat < bench.repeats(REPEATS); repeat++) {
        double bare = bench.measure("bare", bench.posts(port, 1), seconds).value();
        double stored = bench.measure("w=1", bench.posts(cluster, 1), seconds).value();
        cluster.awaitEqual();
        ratios.add(stored / bare);
      }
      bench.fact("w=1 / bare", Medians.of(ratios.build().toArray()), "×");
    }
  }

  /** With the JVM options of the nodes, from this program's own class path. */
  private static Node server(Bench bench, int port) throws IOException {
    List<String> arguments =
        List.of(
            "@" + bench.project().resolve("jvm.options"),
            "-cp",
            Path.of(System.getProperty("java.class.path")).toAbsolutePath().toString(),
            BareServer.class.getName(),
            String.valueOf(port));
    return new Node(bench.folder(), "bare", port, Map.of(), arguments);
  }

  private static boolean answers(Node server) {
    try {
      server.post("/messages", "{\"message\":\"m\",\"w\":1}");
      return true;
    } catch (IOException e) {
      return false;
    }
  }
}
