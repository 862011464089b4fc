package io.replog.cluster.experiments;

import static io.replog.cluster.client.AnswerAssert.assertThat;
import static io.replog.cluster.client.Field.id;
import static io.replog.cluster.client.Field.w;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.Eventually;
import io.replog.cluster.OnProcesses;
import io.replog.cluster.Scenarios;
import io.replog.cluster.client.Client;
import io.replog.cluster.client.Entry;
import io.replog.cluster.client.EventStream;
import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Node;
import io.replog.cluster.nodes.Topology;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** {@code POST /clean}. */
class CleanIT extends Scenarios implements OnProcesses {

  @Test
  void cleanEmptiesEveryNodeThoseThatAreDownToo() {
    Cluster cluster =
        cluster(Topology.masterAnd(2).set(master, "replog.experiments.enabled", "true"));
    cluster.start(master, s1, s2);
    Client client = cluster.client(master);
    assertThat(client.post("old 1", w(3), id("one"))).isCreated();
    assertThat(client.post("old 2", w(3))).isCreated();
    cluster.kill(s2);

    assertThat(client.command("POST", "/clean", Map.of()).status()).isBetween(200, 204);
    assertThat(client.messages()).isEmpty();
    Eventually.eventually(() -> assertThat(cluster.client(s1).messages()).isEmpty());
    assertThat(client.post("new", w(2), id("one"))).isCreated().hasOrder(0);

    cluster.start(s2);
    Eventually.eventually(() -> assertThat(cluster.client(s2).messages()).containsExactly("new"));
    assertThat(client.post("newer", w(3))).isCreated().hasOrder(1);
    eventuallySameLog(cluster, s1, s2);

    cluster.kill(master, s1, s2);
    cluster.start(master, s1, s2);
    assertThat(eventuallySameLog(cluster, s1, s2))
        .extracting(Entry::message)
        .containsExactly("new", "newer");
  }

  @Test
  void cleanEndsStreamsAndRefusesThoseWhoResumeFromBefore() throws Exception {
    Cluster cluster =
        cluster(Topology.masterAnd(2).set(master, "replog.experiments.enabled", "true"));
    cluster.start(master, s1, s2);
    Client client = cluster.client(master);
    assertThat(client.post("old 1", w(2))).isCreated();
    assertThat(client.post("old 2", w(2))).isCreated();
    for (Node node : new Node[] {master, s1}) {
      try (EventStream stream = EventStream.open(cluster.client(node), "", null)) {
        Eventually.eventually(() -> assertThat(stream.events()).hasSize(2));
        String seen = stream.events().getFirst().position();
        assertThat(client.command("POST", "/clean", Map.of()).status()).isBetween(200, 204);
        Eventually.eventually(() -> assertThat(stream.isEnded()).isTrue());
        assertThat(client.post("new 1 on " + node, w(2))).isCreated();
        assertThat(client.post("new 2 on " + node, w(2))).isCreated();

        Eventually.eventually(
            () ->
                assertThat(cluster.client(node).get("/messages/stream", "Last-Event-ID", seen))
                    .isProblem(409, "unknown-position"));
      }
    }
  }

  @Test
  void cleanIsNotThereUnlessExperimentsAreOn() {
    Cluster cluster = cluster(Topology.masterAnd(0));
    cluster.start(master);
    Client client = cluster.client(master);
    assertThat(client.post("kept", w(1))).isCreated();
    assertThat(client.command("POST", "/clean", Map.of())).isProblem(404, "not-found");
    assertThat(client.messages()).containsExactly("kept");
  }
}
