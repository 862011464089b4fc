package io.replog.cluster.faults;

import static io.replog.cluster.client.AnswerAssert.assertThat;
import static io.replog.cluster.client.Field.id;
import static io.replog.cluster.client.Field.w;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.Eventually;
import io.replog.cluster.OnProcesses;
import io.replog.cluster.Scenarios;
import io.replog.cluster.client.Answer;
import io.replog.cluster.client.Client;
import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Topology;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clients that send slowly, or too much, or nothing, or go away: they cost the others nothing. */
class SlowClientsIT extends Scenarios implements OnProcesses {

  private static final String POST =
      "POST /messages HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";

  private static final int CLOSED = 0;

  private Cluster cluster;
  private Client client;
  // Of their own connections: a node may close one after it refused what came over it.
  private Client others;

  @BeforeAll
  void startTwo() {
    cluster = cluster(Topology.masterAnd(1).set(master, "server.tomcat.connection-timeout", "2s"));
    cluster.start(master, s1);
    client = cluster.client(master);
    others = new Client(client.node(), null);
  }

  @AfterAll
  void closeClient() {
    others.close();
  }

  @AfterEach
  void theNodesLive() {
    assertThat(cluster.isRunning(master)).isTrue();
    assertOthersAreServed();
    eventuallySameLog(cluster, s1);
    assertThat(cluster.log(master)).doesNotContain("OutOfMemory");
  }

  private void assertOthersAreServed() {
    for (int i = 0; i < 5; i++) {
      assertThat(others.post("for the others", w(2))).isCreated();
      assertThat(others.get("/health")).hasStatus(200);
    }
  }

  private Strangers strangers() {
    return new Strangers(client.node());
  }

  @Test
  void connectionsThatSayNothingAreClosedAndDisturbNobody() throws IOException {
    try (Strangers silent = strangers().open(200, "")) {
      assertOthersAreServed();
      assertThat(silent.answersUntilClosed()).hasSize(200);
    }
  }

  @Test
  void headsThatStopInTheMiddleAreClosedAndDisturbNobody() throws IOException {
    try (Strangers slow = strangers().open(200, "GET /messages HTTP/1.1\r\nHost: x\r\nX-A")) {
      assertOthersAreServed();
      slow.trickle("b");
      assertOthersAreServed();
      assertThat(slow.answersUntilClosed()).allSatisfy(SlowClientsIT::isNoSuccess);
    }
  }

  @Test
  void bodiesThatStopInTheMiddleStoreNothingAndDisturbNobody() throws IOException {
    String begun = POST + "Content-Length: 60\r\n\r\n{\"message\":\"half of";
    try (Strangers slow = strangers().open(200, begun)) {
      assertOthersAreServed();
      slow.trickle(" a");
      assertOthersAreServed();
      assertThat(slow.answersUntilClosed()).allSatisfy(SlowClientsIT::isNoSuccess);
    }
    assertThat(client.messages()).noneMatch(message -> message.startsWith("half of"));
  }

  @Test
  void aHeadThatNeverEndsIsRefused() throws IOException {
    try (Strangers bombs = strangers().open(50, "GET /messages HTTP/1.1\r\nHost: x\r\n")) {
      String more = "X-Header: %s\r\n".formatted("x".repeat(1000));
      for (int i = 0; i < 20; i++) {
        bombs.trickle(more);
      }
      assertThat(bombs.answersUntilClosed())
          .allSatisfy(
              answer -> {
                isNoSuccess(answer);
                assertThat(answer).doesNotContain("<html", "Exception", "omcat");
              });
    }
  }

  /**
   * Each is one text, so that it takes its size in memory several times. What is not sent fast
   * enough, as on a busy machine, is a 400 or a closed connection.
   */
  @Test
  void manyLargeBodiesAtOnceAreRefusedAndOthersAreServedMeanwhile() {
    byte[] body = ("{\"w\":1,\"message\":\"" + "m".repeat(7 << 20) + "\"}").getBytes(UTF_8);
    HttpRequest request =
        client.json("POST", "/messages", "").POST(BodyPublishers.ofByteArray(body)).build();
    List<CompletableFuture<Integer>> statuses =
        Stream.generate(() -> client.sendAsync(request))
            .limit(80)
            .map(answer -> answer.thenApply(Answer::status).exceptionally(closed -> CLOSED))
            .toList();
    assertOthersAreServed();
    assertThat(statuses)
        .extracting(CompletableFuture::join)
        // 408: this client had no time to go on sending for as long as the timeout.
        .isSubsetOf(CLOSED, 400, 408, 413, 503)
        .containsAnyOf(413, 503);
  }

  @Test
  void largeBodiesThatStopBeforeTheirEndTakeABoundedPartOfTheMemory() throws IOException {
    String begun = POST + "Content-Length: 8000000\r\n\r\n{\"message\":\"half of";
    try (Strangers slow = strangers().open(80, begun)) {
      slow.trickleSideBySide(" a whole".repeat(800_000));
      assertOthersAreServed();
      assertThat(slow.answersUntilClosed()).allSatisfy(SlowClientsIT::isNoSuccess);
    }
  }

  @Test
  void aMessageWhoseWriterWentAwayWhileItWaitedIsKeptAndDelivered() throws IOException {
    faults(cluster, s1).offline(true);
    String body = "{\"message\":\"of one who left\",\"w\":2,\"id\":\"left\"}";
    String request = POST + "Content-Length: %d\r\n\r\n%s".formatted(body.length(), body);
    try (Strangers impatient = strangers()) {
      impatient.open(20, request);
      Eventually.eventually(() -> assertThat(waiting()).isEqualTo(20));
    }
    assertThat(others.post("of one who stayed away from it", w(1))).isCreated();
    assertThat(client.messages()).containsOnlyOnce("of one who left");

    faults(cluster, s1).offline(false);
    Eventually.eventually(() -> assertThat(waiting()).isZero());
    Eventually.eventually(
        () -> assertThat(cluster.client(s1).messages()).containsOnlyOnce("of one who left"));
    assertThat(others.post("of one who left", w(2), id("left"))).isDuplicate();
  }

  private int waiting() {
    return others.health().path("waiting").asInt();
  }

  private static void isNoSuccess(String answer) {
    assertThat(answer).doesNotStartWith("HTTP/1.1 2");
  }
}
