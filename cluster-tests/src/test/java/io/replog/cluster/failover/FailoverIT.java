package io.replog.cluster.failover;

import static io.replog.cluster.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.replog.cluster.client.Answer;
import io.replog.cluster.client.Client;
import io.replog.cluster.client.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Any node takes writes, and another one is master once the master is gone. All tests share one
 * cluster, which each of them leaves whole.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FailoverIT {

  /** So many messages more are a reason to hand on. */
  private static final int MUCH = 10_000;

  private static final Set<Integer> STORED = Set.of(200, 201);

  private EqualNodes nodes;

  @BeforeAll
  void start(@TempDir Path home) {
    nodes = new EqualNodes(home, "failover", "n1", "n2", "n3");
    nodes.start();
  }

  @AfterAll
  void stop() {
    nodes.close();
  }

  /** Posts until it is stored, as a client does that must not lose or double its message. */
  private Answer postUntilStored(String node, String id) {
    Answer[] last = new Answer[1];
    eventually(
        () -> {
          last[0] = nodes.client(node).post("text of " + id, Field.id(id), Field.w("majority"));
          assertThat(last[0].status()).as(last[0]::toString).isIn(STORED);
        });
    return last[0];
  }

  @Test
  void anotherNodeGoesOnWhereTheMasterWasKilledAndTheOldOneFollows() {
    List<String> all = List.of("n1", "n2", "n3");
    String first = nodes.awaitMaster(all);
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      String id = "before-" + i;
      Answer answer = postUntilStored(all.get(i % all.size()), id);
      assertThat(answer.status()).as(answer::toString).isEqualTo(201);
      assertThat(answer.acks()).hasSizeGreaterThanOrEqualTo(2).isSubsetOf(all);
      sent.add(id);
    }

    nodes.kill(first);
    List<String> rest = nodes.others(first);
    postUntilStored(rest.getFirst(), "after-0");
    sent.add("after-0");
    String second = nodes.awaitMaster(rest);
    for (int i = 1; i < 6; i++) {
      postUntilStored(rest.get(i % rest.size()), "after-" + i);
      sent.add("after-" + i);
    }
    for (String id : sent) {
      assertThat(postUntilStored(rest.getFirst(), id).status()).as(id).isEqualTo(200);
    }

    nodes.start(first);
    nodes.awaitMaster(all);
    eventually(() -> assertThat(checksums(all)).hasSize(1));
    for (String node : all) {
      eventually(() -> assertThat(nodes.messageIds(node)).as(node).containsSubsequence(sent));
      assertThat(nodes.messageIds(node)).doesNotHaveDuplicates();
    }
    assertThat(nodes.client(second).health().path("epoch").asLong()).isGreaterThan(1);
  }

  @Test
  void theMasterHandsOverWhenItIsAskedTo() {
    List<String> all = List.of("n1", "n2", "n3");
    String first = nodes.awaitMaster(all);
    postUntilStored(first, "one");
    String heir = nodes.others(first).getLast();

    Answer answer =
        nodes
            .client(nodes.others(first).getFirst())
            .command("POST", "/cluster/transfer", "{\"to\":\"" + heir + "\"}");

    assertThat(answer.status()).as(answer::toString).isIn(200, 202);
    eventually(() -> assertThat(nodes.awaitMaster(all)).isEqualTo(heir));
    postUntilStored(first, "two");
    for (String node : all) {
      eventually(
          () -> assertThat(nodes.messageIds(node)).as(node).containsSubsequence("one", "two"));
      assertThat(nodes.messageIds(node)).doesNotHaveDuplicates();
    }
  }

  @Test
  void writersAreToldWhetherTheirMessageSurvivesAFailover() {
    List<String> all = List.of("n1", "n2", "n3");
    String master = nodes.awaitMaster(all);
    String other = nodes.others(master).getFirst();
    assertThat(postUntilStored(other, "held").json().path("survives_failover").asBoolean())
        .isTrue();
    // They go on electing, so that the master stays.
    nodes.others(master).forEach(each -> offline(each, true));

    Answer alone = nodes.client(master).post("text of alone", Field.id("alone"), Field.w(1));
    Answer batch = nodes.client(other).postLines(1, "{\"message\":\"a\"}\n");

    assertThat(alone.status()).as(alone::toString).isEqualTo(201);
    assertThat(alone.json().required("survives_failover").asBoolean(true)).isFalse();
    assertThat(batch.json().required("survives_failover").asBoolean(true)).isFalse();
    nodes.others(master).forEach(each -> offline(each, false));
    assertThat(postUntilStored(other, "alone").json().required("survives_failover").asBoolean())
        .isTrue();
  }

  @Test
  void electedNodeThatLacksMuchHandsOnToTheOneThatHoldsIt() {
    List<String> all = List.of("n1", "n2", "n3");
    String master = nodes.awaitMaster(all);
    String shorter = nodes.others(master).getFirst();
    String longer = nodes.others(master).getLast();
    postUntilStored(master, "first");
    offline(shorter, true);
    for (int i = 0; i < 3; i++) {
      Answer answer =
          nodes.client(master).postLines(2, "{\"message\":\"m\"}\n".repeat(MUCH / 3 + 1));
      assertThat(answer.status()).as(answer::toString).isEqualTo(201);
    }
    nodes.kill(master);
    nodes.kill(longer);
    offline(shorter, false);

    // It votes at once, and would stand for election much later.
    nodes.set(longer, "REPLOG_ELECTION_TIMEOUTMIN", "20s");
    nodes.set(longer, "REPLOG_ELECTION_TIMEOUTMAX", "30s");
    nodes.start(longer);

    assertThat(nodes.awaitMaster(List.of(shorter, longer))).isEqualTo(longer);
    assertThat(nodes.log(shorter)).contains("messages more than this node: it is to reign");
    eventually(() -> assertThat(checksums(List.of(shorter, longer))).hasSize(1));
    assertThat(nodes.client(longer).health().path("messages").asLong()).isGreaterThan(MUCH);

    nodes.kill(longer);
    nodes.set(longer, "REPLOG_ELECTION_TIMEOUTMIN", "1s");
    nodes.set(longer, "REPLOG_ELECTION_TIMEOUTMAX", "2s");
    nodes.start(longer);
    nodes.start(master);
    nodes.awaitMaster(all);
  }

  private void offline(String node, boolean now) {
    Answer answer =
        nodes.client(node).command("POST", "/actuator/faults", "{\"offline\":" + now + "}");
    assertThat(answer.status()).as(answer::toString).isEqualTo(200);
  }

  /** Length and checksum of each node's whole log, alike ones once. */
  private List<String> checksums(List<String> ids) {
    return ids.stream().map(nodes::client).map(FailoverIT::checksum).distinct().toList();
  }

  private static String checksum(Client client) {
    JsonNode status = client.get("/replication/status").json();
    return status.required("messages") + "-" + status.required("checksum");
  }
}
