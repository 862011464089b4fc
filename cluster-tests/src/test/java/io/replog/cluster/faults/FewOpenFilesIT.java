package io.replog.cluster.faults;

import static io.replog.cluster.Eventually.eventually;
import static io.replog.cluster.client.AnswerAssert.assertThat;
import static io.replog.cluster.client.Field.w;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.OnProcesses;
import io.replog.cluster.Scenarios;
import io.replog.cluster.client.Client;
import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Topology;
import java.io.IOException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A node that may open few files ({@code ulimit -n}): connections do not take the log's from it.
 */
class FewOpenFilesIT extends Scenarios implements OnProcesses {

  private Cluster cluster;

  @BeforeAll
  void startMaster() {
    cluster =
        cluster(
            Topology.masterAnd(0)
                .set(master, "OPEN_FILES", "256")
                .set(master, "server.tomcat.connection-timeout", "2s"));
    cluster.start(master);
  }

  @Test
  void fewerConnectionsAreTakenAndALineSaysSo() {
    assertThat(cluster.log(master).lines().filter(line -> line.contains("max-connections")))
        .singleElement()
        .asString()
        .contains("INFO", "20000", "256", "96");
  }

  @Test
  void idleConnectionsBeyondTheLimitDoNotKeepTheLogFromItsFiles() throws IOException {
    Client client = cluster.client(master);
    try (Strangers idle = new Strangers(client.node()).open(300, "");
        Client other = new Client(client.node(), null)) {
      for (int i = 0; i < 20; i++) {
        String message = "beside them " + i;
        eventually(() -> assertThat(other.post(message, w(1))).isCreated());
      }
      assertThat(idle.answersUntilClosed()).hasSize(300);
    }
    assertThat(client.health().path("status").asText()).isEqualTo("UP");
    assertThat(cluster.log(master)).doesNotContain("Too many open files");
  }
}
