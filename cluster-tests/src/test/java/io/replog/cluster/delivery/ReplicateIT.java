package io.replog.cluster.delivery;

import static io.replog.cluster.client.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.OnProcesses;
import io.replog.cluster.Scenarios;
import io.replog.cluster.client.Answer;
import io.replog.cluster.client.Client;
import io.replog.cluster.client.Entry;
import io.replog.cluster.client.Secondary;
import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Topology;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** One secondary by itself, with the test in the master's place. */
class ReplicateIT extends Scenarios implements OnProcesses {

  private static final Entry A = new Entry(0, "id-a", "a");
  private static final Entry B = new Entry(1, "id-b", "b");
  private static final Entry C = new Entry(2, "id-c", "c");
  private static final Entry D = new Entry(3, "id-d", "d");

  private final String log = UUID.randomUUID().toString();
  private Cluster cluster;
  private Client client;
  private Secondary secondary;

  @BeforeEach
  void startSecondaryWithoutMaster() {
    cluster = cluster(Topology.masterAnd(0).set(s1, "MASTER_URL", ""));
    cluster.start(s1);
    client = cluster.client(s1);
    secondary = Secondary.at(client);
  }

  @Test
  void whatLiesBeyondAGapIsKeptOverAKillAndShownWhenTheGapCloses() {
    assertAck(secondary.replicate(1, log, A), 1, 0);
    assertAck(secondary.replicate(1, log, D, C), 1, 2);
    assertThat(client.messages()).containsExactly("a");
    assertThat(client.get("/messages/2")).isProblem(404, "not-found");
    assertThat(client.get("/messages/by-id/id-c")).isProblem(404, "not-found");

    cluster.kill(s1);
    cluster.start(s1);
    assertThat(client.messages()).containsExactly("a");
    assertThat(client.health().path("messages").asLong()).isEqualTo(1);
    assertThat(client.health().path("buffered").asLong()).isEqualTo(2);

    assertAck(secondary.replicate(1, log, B), 4, 0);
    assertThat(client.entries()).containsExactly(A, B, C, D);
    assertAck(secondary.replicate(1, log, A, B, C, D), 4, 0);
    assertThat(client.entries()).containsExactly(A, B, C, D);
    assertThat(client.get("/messages/by-id/id-c").order()).isEqualTo(2);
  }

  @Test
  void whateverContradictsWhatIsHeldIsRefusedAndChangesNothing() {
    assertAck(secondary.replicate(5, log, A), 1, 0);
    assertAck(secondary.replicate(5, log, C), 1, 1);

    assertThat(secondary.replicate(5, log, new Entry(0, "id-a", "other")))
        .isProblem(409, "order-conflict");
    assertThat(secondary.replicate(5, log, new Entry(0, "id-z", "a")))
        .hasStatus(409)
        .isAnyProblem();
    assertThat(secondary.replicate(5, log, new Entry(2, "id-c", "other")))
        .hasStatus(409)
        .isAnyProblem();
    assertThat(secondary.replicate(5, log, B, new Entry(2, "id-c", "other"))).hasStatus(409);
    assertThat(secondary.replicate(5, UUID.randomUUID().toString(), B)).isProblem(409, "other-log");
    assertThat(secondary.replicate(9, UUID.randomUUID().toString(), B)).isProblem(409, "other-log");
    assertThat(secondary.replicate(4, log, B)).isProblem(409, "stale-epoch");

    assertThat(client.entries()).containsExactly(A);
    assertThat(client.health().path("buffered").asLong()).isEqualTo(1);
    assertAck(secondary.replicate(5, log, B), 3, 0);
    assertThat(client.entries()).containsExactly(A, B, C);
  }

  @Test
  void anEpochOnceHeardIsRememberedOverAKill() {
    assertAck(secondary.replicate(7, log, A), 1, 0);
    cluster.kill(s1);
    cluster.start(s1);
    assertThat(secondary.replicate(6, log, B)).isProblem(409, "stale-epoch");
    assertThat(client.health().path("epoch").asLong()).isEqualTo(7);
    assertAck(secondary.replicate(7, log, B), 2, 0);
  }

  @Test
  void writersAreSentToTheMaster() {
    cluster.kill(s1);
    cluster.set(s1, "MASTER_URL", "http://127.0.0.1:9");
    cluster.start(s1);
    Answer answer = client.post("for the master");
    assertThat(answer).isProblem(405, "method-not-allowed");
    assertThat(answer.text()).contains("http://127.0.0.1:9");
    assertThat(client.messages()).isEmpty();
  }

  private static void assertAck(Answer answer, long messages, long buffered) {
    assertThat(answer).hasStatus(200).hasMember("status", "ACK");
    assertThat(answer.json().path("messages").asLong()).isEqualTo(messages);
    assertThat(answer.json().path("buffered").asLong()).isEqualTo(buffered);
  }
}
