package io.replog.benchmarks.scenarios;

import io.replog.benchmarks.Bench;
import io.replog.benchmarks.cluster.Cluster;
import io.replog.benchmarks.cluster.Node;
import io.replog.benchmarks.cluster.Proc;
import io.replog.benchmarks.load.HttpAnswer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;

/** Reads a long log from its start to its end; the server's memory is watched meanwhile. */
public final class Reads implements Scenario {
  private static final int REPEATS = 3;
  private static final long MIB = 1024 * 1024;
  private static final int LOOK_MILLIS = 50;

  @Override
  public String name() {
    return "reads";
  }

  @Override
  public String summary() {
    return "GET /messages of 1,000,000 messages, as JSON and as NDJSON, from master and secondary";
  }

  @Override
  public void run(Bench bench) throws Exception {
    bench.onStopped(
        1,
        List.of(),
        cluster -> {
          cluster.start();
          cluster.awaitHealthy();
          bench.fill(cluster, bench.options().count(1_000_000, 1_000_000), 2);
          cluster.awaitEqual();
          measure(bench, cluster);
        });
    bench.report().bars(name(), "messages/s", "Messages read a second");
  }

  private void measure(Bench bench, Cluster cluster) throws Exception {
    for (int repeat = 0; repeat < 1 + bench.options().repeats(REPEATS); repeat++) {
      // The first round warms up and is not counted.
      for (Node node : cluster.nodes()) {
        String role = node == cluster.master() ? "master" : "secondary";
        read(bench, node, role + ", JSON", "application/json", repeat > 0);
        read(bench, node, role + ", NDJSON", "application/x-ndjson", repeat > 0);
      }
    }
  }

  private void read(Bench bench, Node node, String what, String accept, boolean counts)
      throws Exception {
    long expected = node.messages();
    long before = node.residentBytes();
    MessageCount count = new MessageCount();
    HttpAnswer.Body body = accept.equals("application/json") ? count.ofJson() : count.ofLines();
    Peak peak = new Peak(node);
    long start = System.nanoTime();
    int status = node.http().stream("/messages", accept, body);
    double seconds = (System.nanoTime() - start) / 1e9;
    long highest = peak.stop();
    if (status != 200 || count.messages() != expected) {
      throw new IllegalStateException(
          what + ": status " + status + ", " + count.messages() + " of " + expected);
    }
    if (counts) {
      bench.fact(name(), what, count.messages() / seconds, "messages/s");
      bench.fact(name(), what, count.bytes() / seconds / MIB, "MiB/s");
      bench.fact(name(), what + ", memory before", (double) before / MIB, "MiB");
      bench.fact(name(), what + ", memory at its peak", (double) highest / MIB, "MiB");
    }
  }

  /** The most memory a node had in RAM while somebody looked. */
  private static final class Peak {
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Thread looking;
    private long highest;

    Peak(Node node) {
      highest = node.residentBytes();
      looking = Thread.ofPlatform().daemon().start(() -> look(node.pid()));
    }

    private void look(long pid) {
      while (!stopped.get()) {
        highest = Math.max(highest, Proc.residentBytes(pid));
        java.util.concurrent.locks.LockSupport.parkNanos(LOOK_MILLIS * 1_000_000L);
      }
    }

    long stop() throws InterruptedException {
      stopped.set(true);
      looking.join();
      return highest;
    }
  }
}
