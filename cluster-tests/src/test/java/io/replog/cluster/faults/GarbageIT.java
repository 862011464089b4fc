package io.replog.cluster.faults;

import static io.replog.cluster.client.AnswerAssert.assertThat;
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
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A secondary that answers garbage for a while: what is not the answer agreed upon is a failed
 * call, and concerns nobody who does not wait for that secondary.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GarbageIT extends Scenarios implements OnProcesses {

  private static final int ATTEMPTS = 3;

  private Cluster cluster;
  private Client client;
  private LyingProxy proxy;
  private String logBefore;

  @BeforeAll
  void startThree() throws IOException {
    Topology topology =
        Topology.masterAnd(2)
            .set(s2, "MASTER_URL", "")
            .set(master, "replog.heartbeat.interval", "100ms")
            .set(master, "replog.heartbeat.timeout", "500ms")
            .set(master, "replog.heartbeat.suspect-after", "1s")
            .set(master, "replog.heartbeat.unhealthy-after", "2s")
            .set(master, "replog.replication.retry-initial", "50ms")
            .set(master, "replog.replication.request-timeout", "1s");
    cluster = cluster(topology);
    client = cluster.client(master);
    proxy = LyingProxy.before(cluster.client(s2).node());
    cluster.set(master, "SECONDARIES", cluster.url(master, s1) + "," + proxy.url());
    cluster.start(master, s1, s2);
  }

  @AfterAll
  void closeProxy() throws IOException {
    if (proxy != null) {
      proxy.close();
    }
  }

  @BeforeEach
  void everybodyIsWell() {
    proxy.beHonest();
    assertThat(client.post("all are well", w(3))).isCreated();
    logBefore = cluster.log(master);
  }

  @ParameterizedTest
  @EnumSource
  void itIsNoAcknowledgementHoweverItLooks(Garbage garbage) {
    long before = Failures.of(client, s2);
    proxy.lie("/replicate", garbage);
    CompletableFuture<Answer> waiting = client.postAsync("waits", w(3));
    assertOthersAreServed();
    Eventually.eventually(
        () -> assertThat(Failures.of(client, s2)).isGreaterThanOrEqualTo(before + ATTEMPTS));

    assertThat(waiting).isNotDone();
    assertThat(client.get("/messages/" + (client.messages().size() - 1)).acks())
        .containsExactly("master", "secondary-1");
    assertThat(failuresSaid()).isNotEmpty().doesNotHaveDuplicates().hasSizeLessThan(ATTEMPTS);
    assertThat(cluster.isRunning(master)).isTrue();

    proxy.beHonest();
    assertThat(Answers.await(waiting)).isCreated().isAcknowledgedBy("secondary-2");
    eventuallySameLog(cluster, s1, s2);
  }

  @ParameterizedTest
  @EnumSource(names = {"HTML_WITH_200", "ENDLESS_BODY", "HALF_AN_ANSWER"})
  void aNodeThatAnswersNothingElseIsUnhealthyAndHeardAgainOnceItIsHonest(Garbage garbage) {
    proxy.lie("/", garbage);
    CompletableFuture<Answer> waiting = client.postAsync("waits", w(3));
    assertOthersAreServed();
    Eventually.eventually(() -> assertThat(newLog()).contains("secondary-2 is UNHEALTHY"));
    assertOthersAreServed();
    assertThat(waiting).isNotDone();
    assertThat(failuresSaid()).isNotEmpty().doesNotHaveDuplicates();

    proxy.beHonest();
    assertThat(Answers.await(waiting)).isCreated().isAcknowledgedBy("secondary-2");
    eventuallyHealthy(cluster, 3);
  }

  /** Last, since whom it does not understand at its start it knows by the URL only. */
  @Test
  @Order(Integer.MAX_VALUE)
  void aMasterStartsBesideItWithThoseThatItUnderstands() {
    List<String> before = client.messages();
    cluster.kill(master);
    proxy.lie("/", Garbage.ENDLESS_BODY);
    cluster.start(master);
    assertThat(client.messages()).isEqualTo(before);
    assertOthersAreServed();
    proxy.beHonest();
    assertThat(client.post("all are well", w(3))).isCreated();
    eventuallySameLog(cluster, s1, s2);
  }

  private void assertOthersAreServed() {
    for (int i = 0; i < 5; i++) {
      Answer answer = client.post("for two", w(2));
      assertThat(answer).isCreated();
      assertThat(answer.acks()).containsExactly("master", "secondary-1");
    }
  }

  private String newLog() {
    return cluster.log(master).substring(logBefore.length());
  }

  /** What the master said of failures, without the time. */
  private List<String> failuresSaid() {
    return newLog()
        .lines()
        .filter(line -> line.contains("retrying with back-off") || line.contains("DIVERGED"))
        .map(line -> line.substring(line.indexOf(" ")))
        .toList();
  }
}
