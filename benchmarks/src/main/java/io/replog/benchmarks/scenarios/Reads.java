package io.replog.benchmarks.scenarios;

import io.replog.benchmarks.Bench;
import io.replog.benchmarks.cluster.Cluster;
import io.replog.benchmarks.cluster.Node;
import java.io.IOException;
import java.io.InputStream;
import org.springframework.http.MediaType;

/** Reads a long log from its start to its end; the server's memory is watched meanwhile. */
final class Reads {
  private static final int REPEATS = 3;
  private static final double MIB = 1024 * 1024;
  private static final int BUFFER = 256 * 1024;
  private static final long LOOK_NANOS = 50_000_000;

  private Reads() {}

  static void play(Bench bench) throws Exception {
    bench.onStopped(
        2,
        cluster -> {
          cluster.start();
          cluster.awaitHealthy();
          bench.fill(cluster, bench.count(1_000_000, 1_000_000), 2);
          cluster.awaitEqual();
          measure(bench, cluster);
        });
  }

  private static void measure(Bench bench, Cluster cluster) throws Exception {
    for (int repeat = 0; repeat < 1 + bench.repeats(REPEATS); repeat++) {
      // The first round warms up and does not count.
      for (Node node : cluster.nodes()) {
        String role = node == cluster.master() ? "master" : "secondary";
        read(bench, node, role + ", JSON", MediaType.APPLICATION_JSON, repeat > 0);
        read(bench, node, role + ", NDJSON", MediaType.APPLICATION_NDJSON, repeat > 0);
      }
    }
  }

  private static void read(Bench bench, Node node, String what, MediaType accept, boolean counts)
      throws IOException {
    long expected = node.messages();
    double before = node.residentBytes();
    boolean json = accept.equals(MediaType.APPLICATION_JSON);
    Reader reader = new Reader(node, json ? '"' : '\n');
    long start = System.nanoTime();
    node.http()
        .get()
        .uri("/messages")
        .accept(accept)
        .exchange((asked, answer) -> reader.read(answer.getBody()));
    double seconds = (System.nanoTime() - start) / 1e9;
    // Around each message, and around the name of the list, stand two quotes.
    long messages = json ? reader.marks / 2 - 1 : reader.marks;
    if (messages != expected) {
      throw new IllegalStateException(what + ": " + messages + " of " + expected);
    }
    if (counts) {
      bench.fact(what, messages / seconds, "messages/s");
      bench.fact(what, reader.bytes / seconds / MIB, "MiB/s");
      bench.fact(what + ", memory before", before / MIB, "MiB");
      bench.fact(what + ", memory at its peak", reader.peak / MIB, "MiB");
    }
  }

  /** Counts bytes, and one byte that no message of the load contains; watches the node's memory. */
  private static final class Reader {
    private final Node node;
    private final char mark;
    private long marks;
    private long bytes;
    private long peak;

    Reader(Node node, char mark) {
      this.node = node;
      this.mark = mark;
    }

    Reader read(InputStream in) throws IOException {
      byte[] part = new byte[BUFFER];
      long looked = System.nanoTime() - LOOK_NANOS;
      for (int length = in.read(part); length >= 0; length = in.read(part)) {
        bytes += length;
        for (int i = 0; i < length; i++) {
          marks += part[i] == mark ? 1 : 0;
        }
        if (System.nanoTime() - looked >= LOOK_NANOS) {
          looked = System.nanoTime();
          peak = Math.max(peak, node.residentBytes());
        }
      }
      return this;
    }
  }
}
