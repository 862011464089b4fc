package io.replog.benchmarks.scenarios;

import io.replog.benchmarks.Bench;
import io.replog.benchmarks.cluster.Cluster;
import io.replog.benchmarks.cluster.Node;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reads a long log from its start to its end; the server's memory is watched meanwhile. */
final class Reads {
  private static final int REPEATS = 3;
  private static final double MIB = 1024 * 1024;
  private static final int BUFFER = 256 * 1024;
  private static final int LOOK_MILLIS = 50;

  private Reads() {}

  static void play(Bench bench) throws Exception {
    bench.onStopped(
        1,
        List.of(),
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
        read(bench, node, role + ", JSON", "application/json", repeat > 0);
        read(bench, node, role + ", NDJSON", "application/x-ndjson", repeat > 0);
      }
    }
  }

  private static void read(Bench bench, Node node, String what, String accept, boolean counts)
      throws Exception {
    long expected = node.messages();
    double before = node.residentBytes();
    boolean json = accept.equals("application/json");
    Count count = new Count(json ? '"' : '\n');
    Peak peak = new Peak(node);
    long start = System.nanoTime();
    node.get("/messages", accept, count::read);
    double seconds = (System.nanoTime() - start) / 1e9;
    double highest = peak.stop();
    // Around each message, and around the name of the list, stand two quotes.
    long messages = json ? count.marks / 2 - 1 : count.marks;
    if (messages != expected) {
      throw new IllegalStateException(what + ": " + messages + " of " + expected);
    }
    if (counts) {
      bench.fact(what, messages / seconds, "messages/s");
      bench.fact(what, count.bytes / seconds / MIB, "MiB/s");
      bench.fact(what + ", memory before", before / MIB, "MiB");
      bench.fact(what + ", memory at its peak", highest / MIB, "MiB");
    }
  }

  /** Counts bytes, and one byte that no message of the load contains. */
  private static final class Count {
    private final char mark;
    private long marks;
    private long bytes;

    Count(char mark) {
      this.mark = mark;
    }

    void read(InputStream in) throws IOException {
      byte[] part = new byte[BUFFER];
      for (int length = in.read(part); length >= 0; length = in.read(part)) {
        bytes += length;
        for (int i = 0; i < length; i++) {
          marks += part[i] == mark ? 1 : 0;
        }
      }
    }
  }

  /** The most memory that a node had in RAM while this looked. */
  private static final class Peak {
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Thread looking;
    private long highest;

    Peak(Node node) {
      looking = Thread.ofPlatform().daemon().start(() -> look(node));
    }

    private void look(Node node) {
      do {
        highest = Math.max(highest, node.residentBytes());
        java.util.concurrent.locks.LockSupport.parkNanos(LOOK_MILLIS * 1_000_000L);
      } while (!stopped.get());
    }

    long stop() throws InterruptedException {
      stopped.set(true);
      looking.join();
      return highest;
    }
  }
}
