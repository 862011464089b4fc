package io.replog.cluster.failover;

import static io.replog.cluster.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.replog.cluster.client.Answer;
import io.replog.cluster.client.Entry;
import io.replog.cluster.client.Field;
import java.nio.file.Path;
import java.util.ArrayList;
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

  private List<String> ids(String node) {
    return nodes.client(node).entries().stream().map(Entry::id).toList();
  }

  private void awaitAll(List<String> at, List<String> acknowledged) {
    for (String node : at) {
      eventually(() -> assertThat(ids(node)).as(node).containsAll(acknowledged));
      assertThat(ids(node)).doesNotHaveDuplicates();
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
      awaitAll(rest, writer.end());
    }
  }
}
