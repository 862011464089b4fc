package io.replog.cluster.membership;

import static io.replog.cluster.client.AnswerAssert.assertThat;
import static io.replog.cluster.client.Field.w;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.Eventually;
import io.replog.cluster.OnProcesses;
import io.replog.cluster.Scenarios;
import io.replog.cluster.client.Answer;
import io.replog.cluster.client.Client;
import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Topology;
import org.junit.jupiter.api.Test;

/** {@code replog.quorum.required}: without a majority the master only reads. */
class QuorumIT extends Scenarios implements OnProcesses {

  @Test
  void withoutARequiredQuorumNothingIsStoredUntilItIsBack() {
    Cluster cluster = cluster(Topology.masterAnd(2).set(master, "replog.quorum.required", "true"));
    cluster.start(master, s1, s2);
    Client client = cluster.client(master);
    eventuallyMode(client, "read-write");
    assertThat(client.post("with quorum", w(3))).isCreated();

    cluster.kill(s1);
    assertThat(client.post("two of three are a quorum", w(2))).isCreated();
    cluster.kill(s2);
    eventuallyMode(client, "read-only");
    Answer refused = client.post("without quorum", w(1));
    assertThat(refused).isProblem(503, "no-quorum");
    assertThat(refused.header("Retry-After")).isNotEmpty();
    assertThat(client.get("/health")).hasStatus(200);
    assertThat(client.messages()).containsExactly("with quorum", "two of three are a quorum");

    cluster.start(s1);
    eventuallyMode(client, "read-write");
    assertThat(client.post("with quorum again", w(2))).isCreated().hasOrder(2);
    assertThat(eventuallySameLog(cluster, s1)).hasSize(3);
  }

  private static void eventuallyMode(Client client, String mode) {
    Eventually.eventually(() -> assertThat(client.health().path("mode").asText()).isEqualTo(mode));
  }
}
