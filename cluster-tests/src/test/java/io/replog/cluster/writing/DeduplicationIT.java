package io.replog.cluster.writing;

import static io.replog.cluster.client.AnswerAssert.assertThat;
import static io.replog.cluster.client.Field.id;
import static io.replog.cluster.client.Field.w;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.Answers;
import io.replog.cluster.OnProcesses;
import io.replog.cluster.Scenarios;
import io.replog.cluster.client.Answer;
import io.replog.cluster.client.Client;
import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Topology;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** An id stands in the log once, however often it is sent. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DeduplicationIT extends Scenarios implements OnProcesses {

  private Cluster cluster;
  private Client client;

  @BeforeAll
  void startThree() {
    cluster = cluster(Topology.masterAnd(2));
    cluster.start(master, s1, s2);
    client = cluster.client(master);
  }

  @Test
  void theSameIdWithTheSameMessageIsAnsweredAsADuplicate() {
    Answer first = client.post("once", w(3), id("order-17"));
    assertThat(first).isCreated().hasId("order-17");
    assertThat(client.post("once", w(3), id("order-17")))
        .isDuplicate()
        .hasId("order-17")
        .hasOrder(first.order())
        .isAcknowledgedBy("master", "secondary-1", "secondary-2");
    assertThat(eventuallySameLog(cluster, s1, s2)).extracting("id").containsOnlyOnce("order-17");
  }

  @Test
  void theSameIdWithAnotherMessageIsRefusedWithTheStoredOrder() {
    Answer first = client.post("mine", w(1), id("taken"));
    assertThat(client.post("yours", w(1), id("taken")))
        .isProblem(409, "id-conflict")
        .hasOrder(first.order());
    assertThat(client.messages()).contains("mine").doesNotContain("yours");
  }

  @Test
  void anIntegerIdIsItsDecimalString() {
    Answer first = client.post("seventeen", w(1), id(17));
    assertThat(first).isCreated().hasId("17");
    assertThat(client.post("seventeen", w(1), id("17"))).isDuplicate().hasOrder(first.order());
  }

  @Test
  void anIdempotencyKeyIsAnId() {
    Answer first = keyed("key-1");
    assertThat(first).isCreated().hasId("key-1");
    assertThat(client.post("keyed", w(1), id("key-1"))).isDuplicate().hasOrder(first.order());
  }

  @Test
  void aQuotedIdempotencyKeyIsTheSameAsABareOne() {
    Answer first = keyed("\"key \\\"2\\\"\"");
    assertThat(first).isCreated().hasId("key \"2\"");
    assertThat(keyed("key \"2\"")).isDuplicate().hasOrder(first.order());
  }

  private Answer keyed(String key) {
    return client.send(
        client
            .json("POST", "/messages", Map.of("message", "keyed", "w", 1))
            .header("Idempotency-Key", key)
            .build());
  }

  @Test
  void ofFiftySimultaneousRepeatsExactlyOneIsAppended() {
    List<Answer> answers =
        Answers.await(
            Answers.sideBySide(50, i -> client.postAsync("race", w(1 + i % 3), id("race"))));
    assertThat(answers).extracting(Answer::status).containsOnlyOnce(201).containsOnly(200, 201);
    assertThat(answers).extracting(Answer::order).containsOnly(answers.getFirst().order());
    assertThat(eventuallySameLog(cluster, s1, s2)).extracting("id").containsOnlyOnce("race");
  }

  @Test
  @Order(Integer.MAX_VALUE)
  void idsAreStillKnownAfterARestartOfTheMaster() {
    Answer first = client.post("before", w(1), id("old"));
    cluster.kill(master);
    cluster.start(master);
    assertThat(client.post("before", w(1), id("old"))).isDuplicate().hasOrder(first.order());
    assertThat(client.post("after", w(1), id("old")))
        .isProblem(409, "id-conflict")
        .hasOrder(first.order());
    assertThat(client.post("new", w(3), id("new"))).isCreated();
  }
}
