package io.replog.cluster.writing;

import static io.replog.cluster.client.AnswerAssert.assertThat;
import static io.replog.cluster.client.Field.id;
import static io.replog.cluster.client.Field.timeout;
import static io.replog.cluster.client.Field.w;
import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** How many nodes a writer waits for. A secondary is taken away by its {@code offline} fault. */
class WriteConcernIT extends Scenarios implements OnProcesses {

  private Cluster cluster;
  private Client client;

  @BeforeAll
  void startThree() {
    cluster = cluster(Topology.masterAnd(2));
    cluster.start(master, s1, s2);
    client = cluster.client(master);
  }

  @BeforeEach
  void everybodyBehaves() {
    faults(cluster, s1).behave();
    faults(cluster, s2).behave();
    eventuallySameLog(cluster, s1, s2);
  }

  @Test
  void w1IsAnsweredWithNoSecondaryAtAll() {
    faults(cluster, s1).offline(true);
    faults(cluster, s2).offline(true);
    assertThat(client.post("alone", w(1))).isCreated().isAcknowledgedBy("master");
  }

  @Test
  void w2IsAnsweredByWhicheverSecondaryIsThere() {
    faults(cluster, s1).offline(true);
    Answer answer = client.post("by the second", w(2));
    assertThat(answer).isCreated().isAcknowledgedBy("master", "secondary-2");
    assertThat(answer.acks()).hasSize(2);

    faults(cluster, s1).behave();
    faults(cluster, s2).offline(true);
    assertThat(client.post("by the first", w(2)))
        .isCreated()
        .isAcknowledgedBy("master", "secondary-1");
  }

  @Test
  void majorityOfThreeNeedsTwo() {
    faults(cluster, s2).offline(true);
    assertThat(client.post("majority", w("majority"))).isCreated();
  }

  @Test
  void w3AndAllAndNoWWaitForEverySecondary() {
    faults(cluster, s2).offline(true);
    List<CompletableFuture<Answer>> waiting =
        List.of(
            client.postAsync("three", w(3)),
            client.postAsync("all", w("all")),
            client.postAsync("default"));
    Eventually.eventually(
        () -> assertThat(cluster.client(s1).messages()).contains("three", "all", "default"));
    assertThat(client.post("meanwhile", w(2))).isCreated();
    assertThat(waiting).noneMatch(CompletableFuture::isDone);

    faults(cluster, s2).behave();
    assertThat(Answers.await(waiting))
        .allSatisfy(
            answer ->
                assertThat(answer)
                    .isCreated()
                    .isAcknowledgedBy("master", "secondary-1", "secondary-2"));
  }

  /** Found by a storm: an answer overtook another, and the acknowledgement it counted was gone. */
  @Test
  void aSuccessNamesAsManyNodesAsWereAskedForHoweverManyWriteAtOnce() {
    faults(cluster, s2).offline(true);
    for (int round = 0; round < 20; round++) {
      List<Answer> answers =
          Answers.await(Answers.sideBySide(200, i -> client.postAsync("crowd", w(2))));
      assertThat(answers)
          .allSatisfy(answer -> assertThat(answer).isCreated().isAcknowledgedBy("secondary-1"));
    }
  }

  @Test
  void timeoutAnswers504WithWhatIsKnownAndTheSameIdResumesTheWait() {
    faults(cluster, s2).offline(true);
    Answer timedOut =
        client.post("patience", w(3), id("patience-1"), timeout(Duration.ofMillis(300)));
    assertThat(timedOut)
        .isProblem(504, "write-concern-timeout")
        .hasId("patience-1")
        .isAcknowledgedBy("master");
    assertThat(timedOut.acks()).doesNotContain("secondary-2");
    assertThat(timedOut.json().path("w").asInt()).isEqualTo(3);
    assertThat(client.messages()).contains("patience");

    CompletableFuture<Answer> resumed = client.postAsync("patience", w(3), id("patience-1"));
    Eventually.eventually(() -> assertThat(cluster.client(s1).messages()).contains("patience"));
    assertThat(resumed).isNotDone();
    faults(cluster, s2).behave();
    assertThat(Answers.await(resumed))
        .isDuplicate()
        .hasOrder(timedOut.order())
        .isAcknowledgedBy("master", "secondary-1", "secondary-2");
    assertThat(client.messages()).containsOnlyOnce("patience");
  }

  @Test
  void sixHundredClientsBlockedAtW3DelayNobodyAtW2() {
    faults(cluster, s2).offline(true);
    int before = client.messages().size();
    List<CompletableFuture<Answer>> blocked =
        Answers.sideBySide(600, i -> client.postAsync("blocked-" + i, w(3)));
    Eventually.eventually(() -> assertThat(client.messages()).hasSize(before + 600));

    assertThat(client.post("beside the blocked", w(2), timeout(Duration.ofSeconds(5)))).isCreated();
    assertThat(blocked).noneMatch(CompletableFuture::isDone);

    faults(cluster, s2).behave();
    List<Answer> answers = Answers.await(blocked);
    assertThat(answers).allSatisfy(answer -> assertThat(answer).isCreated());
    assertThat(answers).extracting(Answer::order).doesNotHaveDuplicates();
    eventuallySameLog(cluster, s1, s2);
  }
}
