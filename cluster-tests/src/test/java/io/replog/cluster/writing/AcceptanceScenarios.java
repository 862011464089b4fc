package io.replog.cluster.writing;

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

/** The self-check of the task that Replog grew from. */
abstract class AcceptanceScenarios extends Scenarios {

  @Test
  void aLateSecondaryGetsEverythingAndFreesTheClientThatWaitsForIt() {
    Cluster cluster = cluster(Topology.masterAnd(2));
    cluster.start(master, s1);
    Client client = cluster.client(master);

    assertThat(client.post("Msg1", w(1))).isCreated().hasOrder(0);
    assertThat(client.post("Msg2", w(2)))
        .isCreated()
        .hasOrder(1)
        .isAcknowledgedBy("master", "secondary-1");

    CompletableFuture<Answer> third = client.postAsync("Msg3", w(3));
    Eventually.eventually(() -> assertThat(client.messages()).hasSize(3));
    assertThat(client.post("Msg4", w(1))).isCreated().hasOrder(3);
    assertThat(third).isNotDone();

    cluster.start(s2);
    Eventually.eventually(
        () ->
            assertThat(cluster.client(s2).messages())
                .containsExactly("Msg1", "Msg2", "Msg3", "Msg4"));
    assertThat(Answers.await(third))
        .isCreated()
        .hasOrder(2)
        .isAcknowledgedBy("master", "secondary-1", "secondary-2");
    eventuallySameLog(cluster, s1, s2);
  }
}
