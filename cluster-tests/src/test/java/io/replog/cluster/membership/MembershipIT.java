package io.replog.cluster.membership;

import static io.replog.cluster.client.AnswerAssert.assertThat;
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
import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Topology;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Joining, being remembered, and being retired. */
class MembershipIT extends Scenarios implements OnProcesses {

  @Test
  void g1_anotherNodeTakesTheAddressOfAMemberOnlyOnceAPersonRetiredThat() {
    Cluster cluster = cluster(Topology.masterAnd(1));
    cluster.start(master, s1);
    Client client = cluster.client(master);
    assertThat(client.post("held by both", w(2))).isCreated();
    cluster.kill(s1);
    cluster.wipe(s1);
    cluster.set(s1, "SERVER_ID", "another");
    cluster.start(s1);

    Eventually.eventually(
        () ->
            assertThat(cluster.log(s1))
                .contains("refuses this node", "retire \"secondary-1\"", "SERVER_ID"));
    assertThat(ids(client)).containsExactly("secondary-1");
    assertThat(client.post("nobody else holds it", w(2), timeout(Duration.ofMillis(500))))
        .isProblem(504, "write-concern-timeout");
    cluster.restart(master);
    assertThat(ids(client)).containsExactly("secondary-1");

    assertThat(client.command("DELETE", "/secondaries/secondary-1", Map.of()).status())
        .isEqualTo(200);
    eventuallyNodes(client, 2);
    assertThat(client.post("held by the other", w(2))).isCreated().isAcknowledgedBy("another");
    assertThat(ids(client)).containsExactly("another");
  }

  @Test
  void aSecondaryThatIsNotListedJoinsGetsEverythingAndIsRemembered() {
    Cluster cluster = cluster(Topology.masterAnd(1));
    cluster.start(master, s1);
    Client client = cluster.client(master);
    assertThat(client.post("before it came", w(2))).isCreated();
    assertThat(client.post("too many", w(3))).isProblem(400, "invalid-request");

    cluster.start(s2);
    eventuallyNodes(client, 3);
    assertThat(client.post("with it", w(3))).isCreated().isAcknowledgedBy("secondary-2");
    assertThat(cluster.client(s2).messages()).containsExactly("before it came", "with it");

    cluster.kill(s2, master);
    cluster.start(master);
    assertThat(client.health().path("nodes").asInt()).isEqualTo(3);
    CompletableFuture<Answer> waiting = client.postAsync("for the one remembered", w(3));
    Eventually.eventually(() -> assertThat(cluster.client(s1).messages()).hasSize(3));
    assertThat(waiting).isNotDone();
    cluster.start(s2);
    assertThat(Answers.await(waiting)).isCreated().isAcknowledgedBy("secondary-2");
  }

  @Test
  void aListedSecondaryAndItsRegistrationAreOneNode() {
    Cluster cluster = cluster(Topology.masterAnd(2).set(s1, "SECONDARY_HOST", "localhost"));
    cluster.start(master);
    Client client = cluster.client(master);
    assertThat(client.health().path("nodes").asInt()).isEqualTo(3);
    cluster.start(s1, s2);
    eventuallyHealthy(cluster, 3);
    assertThat(client.health().path("nodes").asInt()).isEqualTo(3);
    assertThat(client.health().path("secondaries"))
        .extracting(node -> node.path("id").asText())
        .containsExactlyInAnyOrder("secondary-1", "secondary-2");
    assertThat(client.post("too many", w(4))).isProblem(400, "invalid-request");

    cluster.restart(master);
    eventuallyHealthy(cluster, 3);
    assertThat(client.health().path("nodes").asInt()).isEqualTo(3);
  }

  @Test
  void registeringByHandIsIdempotentAndNeedsSense() {
    Cluster cluster = cluster(Topology.masterAnd(0));
    cluster.start(master);
    Client client = cluster.client(master);
    Map<String, String> registration = Map.of("id", "by-hand", "url", "http://127.0.0.1:9");
    for (int i = 0; i < 3; i++) {
      assertThat(client.command("POST", "/secondaries", registration).status()).isBetween(200, 201);
    }
    assertThat(client.get("/secondaries").text())
        .containsOnlyOnce("by-hand")
        .contains("\"counts\":false", "\"reached\":false");
    assertThat(client.health().path("nodes").asInt()).isEqualTo(1);
    assertThat(client.post("nobody waits for a node that was never reached", w("all"))).isCreated();
    for (Map<String, String> nonsense :
        List.of(
            Map.of("id", "", "url", "http://127.0.0.1:9"),
            Map.of("id", "x"),
            Map.of("id", "x", "url", "not a url"),
            Map.of("id", "x", "url", "ftp://127.0.0.1:9"))) {
      assertThat(client.command("POST", "/secondaries", nonsense))
          .isProblem(400, "invalid-request");
    }
    assertThat(client.command("DELETE", "/secondaries/nobody", Map.of()))
        .isProblem(404, "not-found");
    assertThat(client.health().path("secondaries")).hasSize(1);
  }

  @Test
  void aRetiredNodeIsWaitedForNoLongerAndStaysAwayUntilItIsStartedAnew() {
    Cluster cluster = cluster(Topology.masterAnd(1));
    cluster.start(master, s1, s2);
    Client client = cluster.client(master);
    eventuallyNodes(client, 3);
    faults(cluster, s2).offline(true);
    CompletableFuture<Answer> waiting = client.postAsync("waits", w(3));
    Eventually.eventually(() -> assertThat(cluster.client(s1).messages()).containsExactly("waits"));
    assertThat(waiting).isNotDone();

    assertThat(client.command("DELETE", "/secondaries/secondary-2", Map.of()).status())
        .isBetween(200, 204);
    assertThat(Answers.await(waiting)).isCreated().isAcknowledgedBy("master", "secondary-1");
    assertThat(client.post("all are two", w("all"))).isCreated();
    assertThat(client.post("too many", w(3))).isProblem(400, "invalid-request");

    eventuallyLogged(cluster, "retired");
    assertThat(ids(client)).containsExactly("secondary-1");
    cluster.restart(master);
    assertThat(ids(client)).containsExactly("secondary-1");

    cluster.restart(s2);
    eventuallyNodes(client, 3);
    assertThat(client.post("all are three again", w(3))).isCreated();
    eventuallySameLog(cluster, s1, s2);
  }

  private void eventuallyLogged(Cluster cluster, String word) {
    Eventually.eventually(() -> assertThat(cluster.log(s2)).containsIgnoringCase(word));
  }

  private static List<String> ids(Client client) {
    JsonNode secondaries = client.health().path("secondaries");
    return secondaries.findValuesAsText("id");
  }

  private static void eventuallyNodes(Client client, int nodes) {
    Eventually.eventually(() -> assertThat(client.health().path("nodes").asInt()).isEqualTo(nodes));
  }
}
