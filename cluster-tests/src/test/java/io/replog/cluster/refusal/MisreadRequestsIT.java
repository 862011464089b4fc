package io.replog.cluster.refusal;

import static io.replog.cluster.client.AnswerAssert.assertThat;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.OnProcesses;
import io.replog.cluster.Scenarios;
import io.replog.cluster.client.Answer;
import io.replog.cluster.client.Client;
import io.replog.cluster.client.EventStream;
import io.replog.cluster.client.RawHttp;
import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Node;
import io.replog.cluster.nodes.Topology;
import java.io.IOException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests that the fuzzing found to be misread, each in its smallest form. */
class MisreadRequestsIT extends Scenarios implements OnProcesses {

  private static final String DELIVERY =
      "{\"epoch\":1,\"log_id\":\"l\",\"messages\":[{\"order\":0,\"id\":\"a\",\"message\":\"m\"}]}";
  private static final int STREAMS = 2;

  private Cluster cluster;

  @BeforeAll
  void startTwoThatDoNotKnowEachOther() {
    cluster =
        cluster(
            Topology.masterAnd(0)
                .set(s1, "MASTER_URL", "")
                .setAll("replog.limits.streams", String.valueOf(STREAMS)));
    cluster.start(master, s1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "GET /messages;a=%zz",
        "GET /messages?from=%zz",
        "GET /messages?limit=1&from=%1",
        "GET /health;%",
        "POST /messages?w=%zz"
      })
  void aBrokenEscapeIsRefused(String request) throws IOException {
    assertThat(raw(request + " HTTP/1.1\r\nContent-Type: application/x-ndjson\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .contains("urn:replog:invalid-request");
  }

  @Test
  void traceIsRefusedWithAProblem() throws IOException {
    assertThat(raw("TRACE /messages HTTP/1.1\r\n"))
        .startsWith("HTTP/1.1 405 ")
        .contains("urn:replog:method-not-allowed");
  }

  @Test
  void anUnknownVersionOfHttpIsTheClientsMistake() throws IOException {
    assertThat(raw("GET /messages HTTP/9.9\r\n"))
        .startsWith("HTTP/1.1 505 ")
        .contains("urn:replog:invalid-request");
  }

  private String raw(String firstLines) throws IOException {
    String request = firstLines + "Host: x\r\nConnection: close\r\n\r\n";
    return RawHttp.exchange(cluster.client(master).node(), request.getBytes(ISO_8859_1));
  }

  @Test
  void whatCannotBeAnsweredAsAskedIsNotDone() {
    String faults = cluster.client(s1).get("/actuator/faults").text();
    assertThat(unacceptable(s1, "POST", "/replicate", DELIVERY)).isProblem(406, "not-acceptable");
    assertThat(unacceptable(s1, "POST", "/actuator/faults", "{\"offline\":true}"))
        .isProblem(406, "not-acceptable");
    assertThat(
            unacceptable(
                master, "POST", "/secondaries", "{\"id\":\"x\",\"url\":\"http://127.0.0.1:1\"}"))
        .isProblem(406, "not-acceptable");
    assertThat(unacceptable(master, "POST", "/actuator/backup", "{\"name\":\"b\"}"))
        .isProblem(406, "not-acceptable");

    assertThat(cluster.client(s1).messages()).isEmpty();
    assertThat(cluster.client(s1).get("/actuator/faults").text()).isEqualTo(faults);
    assertThat(cluster.client(master).get("/secondaries").json().path("secondaries")).isEmpty();
    assertThat(cluster.client(master).command("POST", "/actuator/backup", "{\"name\":\"b\"}"))
        .hasStatus(201);
  }

  private Answer unacceptable(Node node, String method, String path, String body) {
    HttpRequest request =
        cluster
            .client(node)
            .json(method, path, body)
            .header("Accept", "text/html")
            .header("Authorization", "Bearer " + Topology.TOKEN)
            .build();
    return cluster.client(node).send(request);
  }

  @Test
  void aPageOfAnotherOriginGetsNoLeave() {
    Client client = cluster.client(master);
    Answer answer =
        client.send(
            client
                .request("/messages")
                .method("OPTIONS", BodyPublishers.noBody())
                .header("Origin", "http://elsewhere")
                .header("Access-Control-Request-Method", "POST")
                .build());

    assertThat(answer).hasStatus(200);
    assertThat(answer.header("Allow")).contains("POST");
    assertThat(answer.header("Access-Control-Allow-Origin")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/health/nothing",
        "/metrics/nothing",
        "/health/liveness%2F",
        "/health/liveness%5C"
      })
  void whatTheActuatorDoesNotHaveIsAProblemToo(String path) {
    assertThat(cluster.client(s1).get("/actuator" + path)).isProblem(404, "not-found");
  }

  @Test
  void anAcceptHeaderThatIsNoneIsNoFailureOfTheActuator() {
    assertThat(cluster.client(s1).get("/actuator/health/liveness", "Accept", ","))
        .isProblem(406, "not-acceptable");
    assertThat(cluster.client(s1).get("/actuator/prometheus", "Accept", "")).hasStatus(200);
    assertThat(cluster.log(s1)).doesNotContain(" ERROR ");
  }

  @Test
  void aBodyCutShortIsNoFailureOfTheActuator() throws IOException {
    assertThat(raw("GET /actuator/health/x HTTP/1.1\r\nContent-Length: 9\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .contains("urn:replog:invalid-request");
    assertThat(cluster.log(master)).doesNotContain(" ERROR ");
  }

  @Test
  void aStreamAskedForByHeadTakesNoPlace() throws IOException, InterruptedException {
    for (int i = 0; i <= STREAMS; i++) {
      assertThat(raw("HEAD /messages/stream HTTP/1.1\r\n")).startsWith("HTTP/1.1 200 ");
    }
    try (EventStream stream = EventStream.open(cluster.client(master), "", -1)) {
      assertThat(stream.status()).isEqualTo(200);
    }
  }
}
