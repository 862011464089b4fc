package io.replog.cluster.delivery;

import static io.replog.cluster.client.AnswerAssert.assertThat;
import static io.replog.cluster.client.Field.w;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.Answers;
import io.replog.cluster.Eventually;
import io.replog.cluster.OnProcesses;
import io.replog.cluster.Scenarios;
import io.replog.cluster.client.Answer;
import io.replog.cluster.client.Client;
import io.replog.cluster.link.FaultyLink;
import io.replog.cluster.link.LinkFault;
import io.replog.cluster.nodes.Node;
import io.replog.cluster.nodes.Topology;
import io.replog.cluster.nodes.process.ProcessCluster;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Connections that break again and again. */
class ResetsIT extends Scenarios implements OnProcesses {

  private static final int ROUNDS = 30;
  private static final int SOME = 12;

  @Test
  void aLinkThatBreaksAgainAndAgainCostsNeitherThreadsNorFilesAndNeedsNoRestart() {
    ProcessCluster cluster = (ProcessCluster) cluster(Topology.masterAnd(2).withFaultyLinks());
    cluster.start(master, s1, s2);
    Client client = cluster.client(master);
    FaultyLink link = cluster.link(master, s2);
    breakAndMend(client, link, 5);
    double threads = metric(client, "jvm.threads.live");
    double files = metric(client, "process.files.open");
    double filesThere = metric(cluster.client(s2), "process.files.open");

    breakAndMend(client, link, ROUNDS);

    Eventually.eventually(
        () -> {
          assertThat(metric(client, "jvm.threads.live")).isLessThan(threads + SOME);
          assertThat(metric(client, "process.files.open")).isLessThan(files + SOME);
          assertThat(metric(cluster.client(s2), "process.files.open"))
              .isLessThan(filesThere + SOME);
        });
    eventuallySameLog(cluster, new Node[] {s1, s2});
  }

  private static void breakAndMend(Client client, FaultyLink link, int rounds) {
    for (int round = 0; round < rounds; round++) {
      link.inflict(new LinkFault.Resetting());
      CompletableFuture<Answer> waiting = client.postAsync("waits " + round, w(3));
      assertThat(client.post("beside " + round, w(2))).isCreated();
      link.heal();
      assertThat(Answers.await(waiting)).isCreated().isAcknowledgedBy("secondary-2");
    }
  }

  private static double metric(Client client, String name) {
    return client
        .get("/actuator/metrics/" + name)
        .json()
        .path("measurements")
        .path(0)
        .path("value")
        .asDouble(Double.MAX_VALUE);
  }
}
