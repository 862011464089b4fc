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
import io.replog.cluster.client.Entry;
import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Node;
import io.replog.cluster.nodes.Topology;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Deliveries that fail are repeated for ever, and what is repeated is stored once. */
class RetryIT extends Scenarios implements OnProcesses {

  private static final int WRITERS = 200;

  private Cluster cluster;
  private Client client;
  private int before;

  @BeforeAll
  void startThree() {
    cluster = cluster(Topology.masterAnd(2));
    cluster.start(master, s1, s2);
    client = cluster.client(master);
  }

  @BeforeEach
  void everybodyBehavesAndIsEqual() {
    faults(cluster, s1).behave();
    faults(cluster, s2).behave();
    before = eventuallySameLog(cluster, s1, s2).size();
  }

  @Test
  void errorsAfterStoringLeaveOneCopyInOneOrderEverywhere() {
    Cluster faulty =
        cluster(
            Topology.masterAnd(2)
                .set(s1, "replog.faults.error-after", "0.4")
                .set(s2, "replog.faults.error-after", "0.4"));
    faulty.start(master, s1, s2);
    Client writer = faulty.client(master);

    List<Answer> answers =
        Answers.await(
            Answers.sideBySide(WRITERS, i -> writer.postAsync("writer-" + i, w(1 + i % 3))));

    assertThat(answers).allSatisfy(answer -> assertThat(answer).isCreated());
    List<Entry> log = eventuallySameLog(faulty, s1, s2);
    assertThat(log)
        .extracting(Entry::order)
        .containsExactlyElementsOf(LongStream.range(0, WRITERS).boxed().toList());
    for (int i = 0; i < WRITERS; i++) {
      assertThat(log)
          .contains(new Entry(answers.get(i).order(), answers.get(i).id(), "writer-" + i));
    }
  }

  @Test
  void errorsBeforeStoringLoseNothing() {
    faults(cluster, s1).faults(Map.of("error_before", 0.5, "jitter", "20ms"));
    assertThat(cluster.client(s1).health().toString()).contains("error_before");
    List<Answer> answers =
        Answers.await(Answers.sideBySide(50, i -> client.postAsync("early-" + i, w(3))));
    assertThat(answers).allSatisfy(answer -> assertThat(answer).isCreated());
    assertThat(eventuallySameLog(cluster, s1, s2)).hasSize(before + 50);
  }

  @Test
  void aSecondaryToldToBeOfflineIsServedWhenItIsBack() {
    faults(cluster, s1).offline(true);
    CompletableFuture<Answer> waiting = client.postAsync("kept", w(3));
    Eventually.eventually(() -> assertThat(cluster.client(s2).messages()).contains("kept"));
    assertThat(cluster.client(s1).messages()).hasSize(before);
    assertThat(waiting).isNotDone();

    faults(cluster, s1).offline(false);
    assertThat(Answers.await(waiting)).isCreated().isAcknowledgedBy("secondary-1");
    assertThat(cluster.client(s1).messages()).hasSize(before + 1).contains("kept");
  }

  @Test
  void aSecondaryWithAnEmptyDiskIsFilledFromTheStart() {
    Answers.await(Answers.sideBySide(300, i -> client.postAsync("fill-" + i, w(3))));
    cluster.kill(s2);
    cluster.wipe(s2);
    CompletableFuture<Answer> waiting = client.postAsync("while it is gone", w(3));
    cluster.start(s2);
    assertThat(Answers.await(waiting)).isCreated().isAcknowledgedBy("secondary-2");
    assertThat(eventuallySameLog(cluster, s1, s2)).hasSize(before + 301);
  }

  @Test
  void aPausedSecondaryHoldsUpOnlyThoseWhoWaitForIt() {
    cluster.pause(s2);
    CompletableFuture<Answer> waiting = client.postAsync("for three", w(3));
    for (int i = 0; i < 20; i++) {
      assertThat(client.post("for two " + i, w(2))).isCreated();
    }
    assertThat(waiting).isNotDone();
    eventuallyStatus(client, s2, "UNHEALTHY");

    cluster.resume(s2);
    assertThat(Answers.await(waiting)).isCreated().isAcknowledgedBy("secondary-2");
    eventuallyStatus(client, s2, "HEALTHY");
    assertThat(eventuallySameLog(cluster, s1, s2)).hasSize(before + 21);
  }

  private static void eventuallyStatus(Client client, Node secondary, String status) {
    Eventually.eventually(
        () ->
            assertThat(client.health().path("secondaries"))
                .anySatisfy(
                    node -> {
                      assertThat(node.path("id").asText()).isEqualTo(secondary.id());
                      assertThat(node.path("status").asText()).isEqualTo(status);
                    }));
  }
}
