package io.replog.cluster.takeover;

import static io.replog.cluster.client.AnswerAssert.assertThat;
import static io.replog.cluster.client.Field.id;
import static io.replog.cluster.client.Field.timeout;
import static io.replog.cluster.client.Field.w;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.replog.cluster.Answers;
import io.replog.cluster.Eventually;
import io.replog.cluster.OnProcesses;
import io.replog.cluster.Scenarios;
import io.replog.cluster.client.Answer;
import io.replog.cluster.client.Client;
import io.replog.cluster.client.Entry;
import io.replog.cluster.client.Secondary;
import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Node;
import io.replog.cluster.nodes.Topology;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Two masters, and a secondary whose log is not the master's. */
class FencingIT extends Scenarios implements OnProcesses {

  @Test
  void aMasterThatSleptThroughATakeOverStoresNothingAndClaimsNoSuccess() {
    Cluster cluster = cluster(Topology.masterAnd(2));
    cluster.start(master, s1, s2);
    Client old = cluster.client(master);
    assertThat(old.post("before", w(3))).isCreated();
    faults(cluster, s2).offline(true);
    CompletableFuture<Answer> waiting = old.postAsync("waits", w(3), id("waits"));
    Eventually.eventually(() -> assertThat(cluster.client(s1).messages()).contains("waits"));

    cluster.pause(master);
    faults(cluster, s2).offline(false);
    Node another = Node.master(2);
    cluster.start(another);
    Client client = cluster.client(another);
    assertThat(client.post("by the new one", w(3))).isCreated().hasOrder(2);
    cluster.resume(master);

    assertThat(Answers.await(waiting)).isProblem(503, "outcome-pending").hasId("waits");
    Eventually.eventually(
        () -> assertThat(old.get("/health")).hasStatus(503).hasMember("mode", "fenced"));
    assertThat(old.post("too late", w(1))).isProblem(503, "fenced");
    assertThat(old.get("/actuator/health/readiness")).hasStatus(503);
    assertThat(old.messages()).containsExactly("before", "waits");

    assertThat(client.post("all is well", w(3))).isCreated().hasOrder(3);
    for (Node node : new Node[] {another, s1, s2}) {
      assertThat(cluster.client(node).messages())
          .containsExactly("before", "waits", "by the new one", "all is well");
    }
  }

  @Test
  void aSecondaryThatHoldsAnotherMessageIsReportedAndLeftAsItIs() {
    Cluster cluster = cluster(Topology.masterAnd(2));
    cluster.start(master, s1, s2);
    Client client = cluster.client(master);
    assertThat(client.post("common", w(3))).isCreated();
    JsonNode health = client.health();
    cluster.kill(s2);
    assertThat(client.post("the master's", w(2))).isCreated().hasOrder(1);
    cluster.kill(master);
    cluster.start(s2);
    assertThat(
            Secondary.at(cluster.client(s2))
                .replicate(
                    health.path("epoch").asLong(),
                    health.path("log_id").asText(),
                    new Entry(1, "x", "another")))
        .hasStatus(200);

    cluster.start(master);
    Eventually.eventually(
        () ->
            assertThat(client.health().path("secondaries"))
                .anySatisfy(
                    secondary -> {
                      assertThat(secondary.path("id").asText()).isEqualTo("secondary-2");
                      assertThat(secondary.path("status").asText()).isEqualTo("DIVERGED");
                      assertThat(secondary.path("divergence").asText()).contains("1");
                    }));
    assertThat(client.post("with the sound one", w(2))).isCreated().hasOrder(2);
    assertThat(client.post("with both", w(3), timeout(Duration.ofMillis(300))))
        .isProblem(504, "write-concern-timeout");
    assertThat(cluster.client(s2).messages()).containsExactly("common", "another");
    assertThat(client.messages())
        .containsExactly("common", "the master's", "with the sound one", "with both");
    eventuallySameLog(cluster, s1);
  }
}
