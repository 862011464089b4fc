package io.replog.cluster.crash;

import static io.replog.cluster.client.AnswerAssert.assertThat;
import static io.replog.cluster.client.Field.id;
import static io.replog.cluster.client.Field.w;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.Answers;
import io.replog.cluster.Eventually;
import io.replog.cluster.OnProcesses;
import io.replog.cluster.Scenarios;
import io.replog.cluster.client.Answer;
import io.replog.cluster.client.Client;
import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Topology;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** SIGTERM. */
class ShutdownIT extends Scenarios implements OnProcesses {

  @Test
  void waitingClientsHearThatTheOutcomeIsPendingAndTheMessagesAreDeliveredLater() {
    Cluster cluster = cluster(Topology.masterAnd(2));
    cluster.start(master, s1);
    Client client = cluster.client(master);
    List<CompletableFuture<Answer>> waiting =
        Answers.sideBySide(20, i -> client.postAsync("m-" + i, w(3), id("id-" + i)));
    Eventually.eventually(() -> assertThat(cluster.client(s1).messages()).hasSize(20));

    int exit = cluster.stop(master);
    assertThat(exit).isIn(0, 143);
    List<Answer> answers = Answers.await(waiting);
    for (int i = 0; i < answers.size(); i++) {
      assertThat(answers.get(i))
          .isProblem(503, "outcome-pending")
          .hasId("id-" + i)
          .isAcknowledgedBy("master");
    }

    cluster.start(master, s2);
    assertThat(eventuallySameLog(cluster, s1, s2)).hasSize(20);
    assertThat(client.post("m-0", w(3), id("id-0")))
        .isDuplicate()
        .hasOrder(answers.getFirst().order());
  }

  @Test
  void aSecondaryLeavesWithGraceAndKeepsWhatItHad() {
    Cluster cluster = cluster(Topology.masterAnd(1));
    cluster.start(master, s1);
    assertThat(cluster.client(master).post("kept", w(2))).isCreated();
    assertThat(cluster.stop(s1)).isIn(0, 143);
    cluster.start(s1);
    assertThat(cluster.client(s1).messages()).containsExactly("kept");
  }
}
