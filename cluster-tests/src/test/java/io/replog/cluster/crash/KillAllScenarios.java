package io.replog.cluster.crash;

import static io.replog.cluster.client.AnswerAssert.assertThat;
import static io.replog.cluster.client.Field.id;
import static io.replog.cluster.client.Field.w;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.Eventually;
import io.replog.cluster.Scenarios;
import io.replog.cluster.client.Client;
import io.replog.cluster.client.Entry;
import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Topology;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** SIGKILL in the middle of work. */
abstract class KillAllScenarios extends Scenarios {

  /** A write that so many nodes acknowledged survives the scenarios. */
  int leastSafeW() {
    return 1;
  }

  @Test
  void killingAllNodesUnderLoadLosesNothingAcknowledgedAndKeepsOrderAndIds() {
    Cluster cluster = cluster(Topology.masterAnd(2));
    cluster.start(master, s1, s2);
    Client client = cluster.client(master);

    Load load = Load.start(client, 12, leastSafeW(), 3);
    Eventually.eventually(() -> assertThat(load.acknowledged()).hasSizeGreaterThan(300));
    cluster.kill(master, s1, s2);
    load.close();
    cluster.start(master, s1, s2);

    assertKept(load, eventuallySameLog(cluster, s1, s2));
    Map.Entry<String, Long> one = load.acknowledged().entrySet().iterator().next();
    assertThat(client.post(one.getKey(), w(3), id(one.getKey())))
        .isDuplicate()
        .hasOrder(one.getValue());
    assertThat(client.post("all goes on", w(3))).isCreated();
  }

  private static void assertKept(Load load, List<Entry> log) {
    assertThat(log)
        .extracting(Entry::order)
        .containsExactlyElementsOf(LongStream.range(0, log.size()).boxed().toList());
    assertThat(log).extracting(Entry::id).doesNotHaveDuplicates();
    Set<String> sent = load.sent();
    assertThat(log)
        .allSatisfy(
            entry -> {
              assertThat(sent).contains(entry.id());
              assertThat(entry.message()).isEqualTo(entry.id());
            });
    load.acknowledged()
        .forEach(
            (id, order) ->
                assertThat(log.get(order.intValue())).isEqualTo(new Entry(order, id, id)));
  }

  @Test
  void killingTheMasterUnderLoadLosesNothingAcknowledged() {
    Cluster cluster = cluster(Topology.masterAnd(2));
    cluster.start(master, s1, s2);
    Load load = Load.start(cluster.client(master), 12, leastSafeW(), 3);
    Eventually.eventually(() -> assertThat(load.acknowledged()).hasSizeGreaterThan(300));
    cluster.kill(master);
    load.close();
    cluster.start(master);
    assertKept(load, eventuallySameLog(cluster, s1, s2));
    assertThat(cluster.client(master).post("the master goes on", w(3))).isCreated();
  }
}
