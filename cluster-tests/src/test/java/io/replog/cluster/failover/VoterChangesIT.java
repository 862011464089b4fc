package io.replog.cluster.failover;

import static io.replog.cluster.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.replog.cluster.client.Answer;
import io.replog.cluster.client.Field;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Voters come and go while clients write, and nothing that was acknowledged is lost. */
class VoterChangesIT {

  private static final List<String> FOUNDERS = List.of("n1", "n2", "n3");

  @TempDir Path home;

  private EqualNodes nodes;
  private String master;

  @BeforeEach
  void start() {
    nodes = new EqualNodes(home, "voter-changes", FOUNDERS.toArray(String[]::new));
    nodes.start();
    master = nodes.awaitMaster(FOUNDERS);
  }

  @AfterEach
  void stop() {
    nodes.close();
  }

  private Answer take(String id, String at) {
    return nodes
        .client(at)
        .command("POST", "/cluster/nodes", Map.of("url", nodes.client(id).node().toString()));
  }

  private void startAndTake(String id, String at) {
    nodes.add(id, at);
    nodes.start(id);
    eventually(() -> assertThat(take(id, at).status()).isIn(200, 201));
  }

  private Answer remove(String id, String at) {
    return nodes.client(at).command("DELETE", "/cluster/nodes/" + id, "");
  }

  /** The server ids of the voters, as the node {@code at} tells. */
  private List<String> voters(String at) {
    JsonNode cluster = nodes.client(at).get("/cluster").json();
    assertThat(cluster.has("change")).isFalse();
    List<String> ids = new ArrayList<>();
    cluster.path("nodes").forEach(node -> ids.add(node.path("id").asText()));
    return ids;
  }

  private void awaitVoters(List<String> at, String... ids) {
    for (String node : at) {
      eventually(() -> assertThat(voters(node)).as(node).containsExactlyInAnyOrder(ids));
    }
  }

  @Test
  void growsToFiveAndShrinksAgainUnderWriters() throws Exception {
    try (SteadyWriter writer = new SteadyWriter(nodes, FOUNDERS)) {
      eventually(() -> assertThat(writer.count()).isGreaterThan(50));
      String at = nodes.others(master).getFirst();
      startAndTake("n4", at);
      awaitVoters(FOUNDERS, "n1", "n2", "n3", "n4");
      startAndTake("n5", at);
      awaitVoters(FOUNDERS, "n1", "n2", "n3", "n4", "n5");
      assertThat(take("n5", at).status()).as("once more").isEqualTo(200);
      Answer all = nodes.client("n5").post("on all", Field.id("all"), Field.w("all"));
      assertThat(all.acks()).containsExactlyInAnyOrder("n1", "n2", "n3", "n4", "n5");

      String gone = FOUNDERS.stream().filter(each -> !each.equals(master)).toList().getLast();
      Answer removed = remove(gone, at.equals(gone) ? master : at);

      assertThat(removed.status()).as(removed::toString).isEqualTo(204);
      nodes.awaitEnd(gone);
      List<String> rest = nodes.others(gone);
      awaitVoters(rest, rest.toArray(String[]::new));
      assertThat(remove(gone, master).status()).isEqualTo(404);
      assertThat(remove(master, master).json().path("type").asText())
          .isEqualTo("urn:replog:member-conflict");
      int before = writer.count();
      eventually(() -> assertThat(writer.count()).isGreaterThan(before + 50));
      nodes.awaitMessages(rest, writer.end());
    }
  }

  @Test
  void whatCannotBeIsRefusedAndChangesNothing() {
    Answer invalid = post("{\"url\":\"nonsense\",\"weight\":2}");
    assertThat(invalid.status()).isEqualTo(400);
    assertThat(invalid.json().path("errors").findValuesAsText("field"))
        .containsExactlyInAnyOrder("url", "weight");
    assertRefused(post("{\"url\":\"http://127.0.0.1:1\"}"), 502, "unreachable");
    String other = nodes.client(nodes.others(master).getLast()).node().toString();
    assertRefused(post("{\"url\":\"%s\",\"id\":\"n9\"}".formatted(other)), 409, "member-conflict");
    assertThat(post("{\"url\":\"%s\"}".formatted(other)).status()).isEqualTo(200);
    String gone = nodes.others(master).getFirst();
    assertRefused(remove(gone, master), 409, "member-conflict");
    assertRefused(remove(master, gone), 409, "member-conflict");
    assertRefused(remove("n9", gone), 404, "not-found");
    assertRefused(remove("n9?force=perhaps", gone), 400, "invalid-request");
    awaitVoters(FOUNDERS, "n1", "n2", "n3");
  }

  private Answer post(String body) {
    String at = nodes.others(master).getFirst();
    return nodes.client(at).command("POST", "/cluster/nodes", body);
  }

  private static void assertRefused(Answer answer, int status, String type) {
    assertThat(answer.status()).as(answer::toString).isEqualTo(status);
    assertThat(answer.json().path("type").asText()).isEqualTo("urn:replog:" + type);
  }

  @Test
  void nodeWhoseDiskWasLostComesBackByItself() throws Exception {
    String lost = nodes.others(master).getFirst();
    List<String> rest = nodes.others(lost);
    try (SteadyWriter writer = new SteadyWriter(nodes, rest)) {
      eventually(() -> assertThat(writer.count()).isGreaterThan(50));
      String old = nodes.client(lost).health().path("voter").asText();
      nodes.kill(lost);
      nodes.wipe(lost);

      nodes.start(lost);

      eventually(
          () -> {
            String fresh = nodes.client(lost).health().path("voter").asText();
            assertThat(fresh).isNotEqualTo(old);
            assertThat(voterIds(master)).hasSize(3).contains(fresh).doesNotContain(old);
          });
      awaitVoters(FOUNDERS, "n1", "n2", "n3");
      eventually(
          () -> {
            Answer all = nodes.client(lost).post("on all", Field.id("all"), Field.w("all"));
            assertThat(all.acks()).containsExactlyInAnyOrder("n1", "n2", "n3");
          });
      nodes.awaitMessages(FOUNDERS, writer.end());
    }
    eventually(() -> assertThat(take(lost, master).status()).as("votes and elects").isEqualTo(200));
    nodes.kill(master);
    String next = nodes.awaitMaster(nodes.others(master));
    assertThat(nodes.client(next).post("after", Field.w("majority")).status()).isEqualTo(201);
  }

  @Test
  void nodeThatJoinsIsTakenInByTheNextMasterWhereTheMasterIsKilled() throws Exception {
    try (SteadyWriter writer = new SteadyWriter(nodes, FOUNDERS)) {
      eventually(() -> assertThat(writer.count()).isGreaterThan(50));
      nodes.add("n4", nodes.others(master).getFirst());
      nodes.set("n4", "REPLOG_FAULTS_DELAY", "2s");
      nodes.start("n4");
      eventually(() -> assertThat(roles(master)).containsEntry("n4", "learner"));

      nodes.kill(master);

      List<String> rest = nodes.others(master);
      awaitVoters(rest, "n1", "n2", "n3", "n4");
      nodes.start(master);
      awaitVoters(List.of(master), "n1", "n2", "n3", "n4");
      nodes.awaitMessages(List.of("n1", "n2", "n3", "n4"), writer.end());
    }
  }

  @Test
  void nodeThatWasRemovedInItsSleepStaysSoUntilItIsTakenInAgain() {
    startAndTake("n4", master);
    awaitVoters(FOUNDERS, "n1", "n2", "n3", "n4");
    nodes.signal("n4", "STOP");
    Answer removed = remove("n4", master);
    assertThat(removed.status()).as(removed::toString).isEqualTo(204);
    long epoch = nodes.client(master).health().path("epoch").asLong();

    nodes.signal("n4", "CONT");

    awaitRemoved();
    if (nodes.isRunning("n4")) {
      nodes.kill("n4");
    }
    nodes.start("n4");
    awaitRemoved();
    assertThat(nodes.isRunning("n4")).isTrue();
    assertThat(voters("n4")).as("as n4 tells").containsExactlyInAnyOrder("n1", "n2", "n3");
    awaitVoters(FOUNDERS, "n1", "n2", "n3");
    assertThat(nodes.client(master).health().path("epoch").asLong()).isEqualTo(epoch);

    eventually(() -> assertThat(take("n4", master).status()).isIn(200, 201));
    awaitVoters(List.of("n1", "n2", "n3", "n4"), "n1", "n2", "n3", "n4");
    eventually(
        () -> assertThat(nodes.client("n4").health().path("mode").asText()).isEqualTo("following"));
  }

  @Test
  void shrinksToOneByTwoOfWhichBothAreNeeded() {
    write("three");
    String first = nodes.others(master).getFirst();
    String last = nodes.others(master).getLast();
    assertRefused(remove(first, master), 409, "member-conflict");
    assertThat(remove(first + "?force=true", master).status()).isEqualTo(204);
    nodes.awaitEnd(first);
    write("two");
    nodes.kill(last);
    Answer alone =
        nodes.client(master).post("alone", Field.id("alone"), Field.timeout(Duration.ofSeconds(1)));
    assertThat(alone.status()).as(alone::toString).isIn(503, 504);
    nodes.start(last);
    master = nodes.awaitMaster(List.of(master, last));
    write("two again");

    String gone = nodes.others(first).stream().filter(each -> !each.equals(master)).findAny().get();
    eventually(() -> assertThat(remove(gone, master).status()).isIn(204, 404));
    nodes.awaitEnd(gone);
    write("one");
    nodes.kill(master);
    nodes.start(master);
    write("one again");
    assertThat(nodes.messageIds(master)).contains("three", "two", "two again", "one", "one again");
    assertThat(voters(master)).containsExactly(master);
  }

  private void write(String id) {
    eventually(
        () -> {
          Answer answer = nodes.client(master).post("text", Field.id(id), Field.w("majority"));
          assertThat(answer.status()).as(answer::toString).isIn(200, 201);
        });
  }

  /** It has ended, or says that it was removed. */
  private void awaitRemoved() {
    eventually(
        () -> {
          if (nodes.isRunning("n4")) {
            Answer health = nodes.client("n4").get("/health");
            assertThat(health.status()).isEqualTo(503);
            assertThat(health.json().path("mode").asText()).isEqualTo("removed");
          }
        });
  }

  private Map<String, String> roles(String at) {
    Map<String, String> roles = new HashMap<>();
    nodes
        .client(at)
        .get("/cluster")
        .json()
        .path("nodes")
        .forEach(node -> roles.put(node.path("id").asText(), node.path("role").asText()));
    return roles;
  }

  private List<String> voterIds(String at) {
    List<String> ids = new ArrayList<>();
    nodes
        .client(at)
        .get("/cluster")
        .json()
        .path("nodes")
        .forEach(node -> ids.add(node.path("voter").asText()));
    return ids;
  }
}
