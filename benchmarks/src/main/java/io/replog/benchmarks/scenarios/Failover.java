package io.replog.benchmarks.scenarios;

import io.replog.benchmarks.Bench;
import io.replog.benchmarks.cluster.Cluster;
import io.replog.benchmarks.cluster.EqualNodes;
import io.replog.benchmarks.cluster.Node;
import io.replog.benchmarks.load.Load;
import io.replog.benchmarks.load.LoadPlan;
import io.replog.benchmarks.load.Sample;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.springframework.web.client.RestClientException;

/**
 * Equal nodes that elect their master: how long writers wait where it is lost or changed, and what
 * the mode costs while nothing fails.
 */
final class Failover {
  private static final int MAJORITY = 2;
  private static final int WRITERS = 4;
  private static final int REPEATS = 3;
  private static final double PAUSE_SECONDS = 10;
  private static final double IDLE_SECONDS = 20;
  private static final double SETTLE_SECONDS = 3;
  private static final long AGAIN_MILLIS = 10;
  private static final double NANOS = 1e9;

  /** Silence of the master after which others stand: as configured by default, and short. */
  private static final Map<String, Map<String, String>> TIMEOUTS = new LinkedHashMap<>();

  static {
    TIMEOUTS.put("1-2 s", Map.of());
    TIMEOUTS.put(
        "300-600 ms",
        Map.of("REPLOG_ELECTION_TIMEOUTMIN", "300ms", "REPLOG_ELECTION_TIMEOUTMAX", "600ms"));
  }

  private Failover() {}

  static void losses(Bench bench) throws Exception {
    for (Map.Entry<String, Map<String, String>> timeouts : TIMEOUTS.entrySet()) {
      String suffix = ", election timeout " + timeouts.getKey();
      bench.onEqualNodes(
          Scenario.NODES, timeouts.getValue(), nodes -> losses(bench, nodes, suffix));
    }
  }

  private static void losses(Bench bench, EqualNodes nodes, String suffix) throws Exception {
    for (int repeat = 0; repeat < bench.repeats(REPEATS); repeat++) {
      kill(bench, nodes, suffix);
      transfer(bench, nodes, suffix);
    }
    pause(bench, nodes, suffix);
    idle(bench, nodes, suffix);
    for (int repeat = 0; repeat < bench.repeats(REPEATS); repeat++) {
      killAll(bench, nodes, suffix);
    }
  }

  private static LoadPlan writers(Bench bench, Node to) {
    return bench.posts(to, MAJORITY).clients(WRITERS);
  }

  private static void kill(Bench bench, EqualNodes nodes, String suffix) throws Exception {
    Node master = nodes.awaitMaster();
    Node other = nodes.other(master);
    try (Load load = Load.start(writers(bench, other))) {
      load.measure(SETTLE_SECONDS, second -> {});
      long start = System.nanoTime();
      master.kill();
      awaitWrite(other);
      bench.fact("kill -9 of the master to a majority write" + suffix, since(start), "s");
      master.start();
    }
    nodes.awaitMaster();
  }

  private static void transfer(Bench bench, EqualNodes nodes, String suffix) throws Exception {
    Node master = nodes.awaitMaster();
    Node other = nodes.other(master);
    try (Load load = Load.start(writers(bench, other))) {
      load.measure(SETTLE_SECONDS, second -> {});
      master.http().post().uri("/cluster/transfer").retrieve().toBodilessEntity();
      Sample around = load.measureWhile(Load.forSeconds(SETTLE_SECONDS), second -> {});
      bench.fact("hand-over: longest wait of a writer" + suffix, around.maxMillis() / 1000, "s");
    }
  }

  private static void pause(Bench bench, EqualNodes nodes, String suffix) throws Exception {
    Node master = nodes.awaitMaster();
    Node other = nodes.other(master);
    try (Load load = Load.start(writers(bench, other))) {
      load.measure(SETTLE_SECONDS, second -> {});
      long start = System.nanoTime();
      master.signal("STOP");
      awaitWrite(other);
      bench.fact("SIGSTOP of the master to a majority write" + suffix, since(start), "s");
      load.measure(Math.max(0, PAUSE_SECONDS - since(start)), second -> {});
      start = System.nanoTime();
      master.signal("CONT");
      Cluster.await("it follows")
          .until(() -> master.health().path("mode").asText().equals("following"));
      bench.fact("the paused one follows" + suffix, since(start), "s");
    }
    nodes.awaitMaster();
  }

  private static void idle(Bench bench, EqualNodes nodes, String suffix) throws Exception {
    nodes.awaitMaster();
    TimeUnit.MILLISECONDS.sleep((long) (1000 * SETTLE_SECONDS));
    List<Long> before = nodes.nodes().stream().map(Node::processorNanos).toList();
    long start = System.nanoTime();
    TimeUnit.MILLISECONDS.sleep((long) (1000 * IDLE_SECONDS));
    double seconds = since(start);
    for (int i = 0; i < before.size(); i++) {
      double used = (nodes.nodes().get(i).processorNanos() - before.get(i)) / NANOS;
      bench.fact("an idle node's processor time" + suffix, 100 * used / seconds, "% of a core");
    }
  }

  private static void killAll(Bench bench, EqualNodes nodes, String suffix) throws Exception {
    nodes.awaitMaster();
    for (Node node : nodes.nodes()) {
      node.kill();
    }
    long start = System.nanoTime();
    nodes.start();
    awaitWrite(nodes.nodes().getFirst());
    bench.fact("kill -9 and start of all to a majority write" + suffix, since(start), "s");
  }

  /** Rates with a fixed master and with an elected one, in turns. */
  static void rates(Bench bench) throws Exception {
    double seconds = bench.seconds(6, 10);
    for (int repeat = 0; repeat < bench.repeats(2); repeat++) {
      double[] rates = new double[2];
      bench.onWarm(
          Scenario.NODES, cluster -> rates[0] = rates(bench, cluster.master(), "fixed", seconds));
      bench.onEqualNodes(
          Scenario.NODES,
          Map.of(),
          nodes -> {
            Node master = nodes.awaitMaster();
            bench.warm(bench.posts(master, Scenario.NODES));
            rates[1] = rates(bench, master, "elected", seconds);
          });
      bench.fact("w=3, elected / fixed master", rates[1] / rates[0], "×");
    }
  }

  private static double rates(Bench bench, Node master, String kind, double seconds)
      throws Exception {
    LoadPlan alone = bench.posts(master, Scenario.NODES).clients(1);
    bench.measure("w=3, 1 client, " + kind + " master", alone, seconds);
    LoadPlan many = bench.posts(master, Scenario.NODES);
    return bench.measure("w=3, many clients, " + kind + " master", many, seconds).value();
  }

  private static void awaitWrite(Node node) throws InterruptedException {
    while (!isWritten(node)) {
      TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
    }
  }

  private static boolean isWritten(Node node) {
    try {
      Map<String, Object> body =
          Map.of("message", "is there a master?", "w", MAJORITY, "timeout_ms", 1000);
      node.http().post().uri("/messages").body(body).retrieve().toBodilessEntity();
      return true;
    } catch (RestClientException e) {
      return false;
    }
  }

  private static double since(long start) {
    return (System.nanoTime() - start) / NANOS;
  }
}
