package io.replog.cluster.storm;

import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.Scenarios;
import io.replog.cluster.client.Entry;
import io.replog.cluster.history.History;
import io.replog.cluster.history.HistoryChecker;
import io.replog.cluster.history.Recorder;
import io.replog.cluster.history.Write;
import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Node;
import io.replog.cluster.nodes.Topology;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * Everything at once. {@code -Dreplog.storm.seed} repeats a schedule, {@code
 * -Dreplog.storm.seconds} sets its length.
 */
abstract class StormScenarios extends Scenarios {

  private static final List<Node> NODES = List.of(master, s1, s2);

  /** What may happen here. */
  abstract List<Lane> lanes(Cluster cluster, Disks disks);

  abstract int defaultSeconds();

  Topology topology() {
    return Topology.masterAnd(2);
  }

  @Test
  void afterAStormEverythingThatClientsWereToldIsTrue()
      throws InterruptedException, ExecutionException {
    long seed = Long.getLong("replog.storm.seed", System.nanoTime());
    int seconds = Integer.getInteger("replog.storm.seconds", defaultSeconds());
    Cluster cluster = cluster(topology());
    cluster.start(master, s1, s2);
    Disks disks = new Disks();
    Schedule schedule = Schedule.plan(seed, Duration.ofSeconds(seconds), lanes(cluster, disks));
    announce(seed, seconds, schedule);

    Nemesis nemesis = new Nemesis(schedule, Duration.ZERO);
    Recorder recorder = new Recorder();
    List<String> violations;
    try (Traffic traffic = Traffic.start(cluster, NODES, disks, recorder, seed)) {
      nemesis.run();
      eventuallyHealthy(cluster, NODES.size());
      violations = traffic.unexpected();
    }
    assertThat(violations).as("answers that no fault excuses, seed %d", seed).isEmpty();
    report(seed, nemesis, recorder.history(finalLogs(cluster)));
  }

  private void announce(long seed, int seconds, Schedule schedule) {
    System.out.printf(
        "%s: -Dreplog.storm.seed=%d -Dreplog.storm.seconds=%d%n",
        getClass().getSimpleName(), seed, seconds);
    schedule.steps().forEach(System.out::println);
  }

  private static Map<String, List<Entry>> finalLogs(Cluster cluster) {
    eventuallySameLog(cluster, s1, s2);
    return NODES.stream()
        .collect(Collectors.toMap(Node::id, node -> cluster.client(node).entries()));
  }

  private static void report(long seed, Nemesis nemesis, History history) {
    List<String> violations = HistoryChecker.violations(history);
    Map<Object, Long> outcomes =
        history.writes().stream()
            .map(Write::outcome)
            .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()));
    System.out.printf(
        "seed %d: %d faults injected, %d messages in the log, answers %s, %d readings, %d violations%n",
        seed,
        nemesis.inflicted(),
        history.logs().values().iterator().next().size(),
        outcomes,
        history.reads().size(),
        violations.size());
    assertThat(violations).as("seed %d", seed).isEmpty();
  }
}
