package io.replog.cluster.delivery;

import static io.replog.cluster.client.AnswerAssert.assertThat;
import static io.replog.cluster.client.Field.w;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.Answers;
import io.replog.cluster.Eventually;
import io.replog.cluster.Scenarios;
import io.replog.cluster.client.Answer;
import io.replog.cluster.client.Client;
import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Topology;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** A secondary that is alive but out of reach. */
abstract class NetworkCutScenarios extends Scenarios {

  @Test
  void aSecondaryCutOffIsNoticedMissedByNobodyElseAndCatchesUpWhenHealed() {
    Cluster cluster = cluster(Topology.masterAnd(2).withFaultyLinks());
    cluster.start(master, s1, s2);
    Client client = cluster.client(master);
    assertThat(client.post("before", w(3))).isCreated();

    cluster.cut(s2);
    CompletableFuture<Answer> waiting = client.postAsync("during", w(3));
    Eventually.eventually(() -> assertThat(status(client, s2.id())).isEqualTo("UNHEALTHY"));
    assertThat(client.post("beside", w(2))).isCreated();
    assertThat(waiting).isNotDone();

    cluster.heal(s2);
    assertThat(Answers.await(waiting)).isCreated().isAcknowledgedBy("secondary-2");
    Eventually.eventually(() -> assertThat(status(client, s2.id())).isEqualTo("HEALTHY"));
    eventuallySameLog(cluster, s1, s2);
  }

  private static String status(Client client, String secondary) {
    for (var node : client.health().path("secondaries")) {
      if (node.path("id").asText().equals(secondary)) {
        return node.path("status").asText();
      }
    }
    return "not there";
  }
}
