package io.replog.benchmarks.scenarios;

import io.replog.benchmarks.Bench;
import io.replog.benchmarks.bare.BareServer;
import io.replog.benchmarks.cluster.Cluster;
import io.replog.benchmarks.cluster.Node;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Posts at w=1, and the same posts to a server that answers and keeps nothing, in turns. */
final class Bare {
  private static final int REPEATS = 3;

  private Bare() {}

  static void play(Bench bench, Cluster cluster) throws Exception {
    try (Node server = server(bench)) {
      server.start();
      Cluster.await("the bare server").until(server::up);
      bench.warm(bench.posts(server, 1));
      double seconds = bench.seconds(5, 10);
      for (int repeat = 0; repeat < bench.repeats(REPEATS); repeat++) {
        double bare = bench.measure("bare", bench.posts(server, 1), seconds).value();
        Node master = cluster.master();
        double stored = bench.measure("w=1", bench.posts(master, 1), seconds).value();
        cluster.awaitEqual();
        bench.fact("w=1 / bare", stored / bare, "×");
      }
    }
  }

  /** With the JVM options of the nodes, from this program's own class path. */
  private static Node server(Bench bench) throws IOException {
    List<String> arguments =
        List.of(
            "@" + bench.project().resolve("jvm.options"),
            "-Dspring.aot.enabled=false",
            "-cp",
            Path.of(System.getProperty("java.class.path")).toAbsolutePath().toString(),
            BareServer.class.getName());
    return new Node(bench.folder(), "bare", "none", arguments);
  }
}
