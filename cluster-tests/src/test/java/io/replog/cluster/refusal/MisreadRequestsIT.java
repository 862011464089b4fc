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
  void a_broken_escape_is_refused(String request) throws IOException {
    assertThat(raw(request + " HTTP/1.1\r\nContent-Type: application/x-ndjson\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .contains("urn:replog:invalid-request");
  }

  @Test
  void trace_is_refused_with_a_problem() throws IOException {
    assertThat(raw("TRACE /messages HTTP/1.1\r\n"))
        .startsWith("HTTP/1.1 405 ")
        .contains("urn:replog:method-not-allowed");
  }

  @Test
  void an_unknown_version_of_http_is_the_clients_mistake() throws IOException {
    assertThat(raw("GET /messages HTTP/9.9\r\n"))
        .startsWith("HTTP/1.1 505 ")
        .contains("urn:replog:invalid-request");
  }

  private String raw(String firstLines) throws IOException {
    String request = firstLines + "Host: x\r\nConnection: close\r\n\r\n";
    return RawHttp.exchange(cluster.client(master).node(), request.getBytes(ISO_8859_1));
  }

  @Test
  void what_cannot_be_answered_as_asked_is_not_done() {
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
  void a_page_of_another_origin_gets_no_leave() {
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
  void what_the_actuator_does_not_have_is_a_problem_too(String path) {
    assertThat(cluster.client(s1).get("/actuator" + path)).isProblem(404, "not-found");
  }

  @Test
  void an_accept_header_that_is_none_is_no_failure_of_the_actuator() {
    assertThat(cluster.client(s1).get("/actuator/health/liveness", "Accept", ","))
        .isProblem(406, "not-acceptable");
    assertThat(cluster.client(s1).get("/actuator/prometheus", "Accept", "")).hasStatus(200);
    assertThat(cluster.log(s1)).doesNotContain(" ERROR ");
  }

  @Test
  void a_body_cut_short_is_no_failure_of_the_actuator() throws IOException {
    assertThat(raw("GET /actuator/health/x HTTP/1.1\r\nContent-Length: 9\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .contains("urn:replog:invalid-request");
    assertThat(cluster.log(master)).doesNotContain(" ERROR ");
  }

  @Test
  void a_stream_asked_for_by_head_takes_no_place() throws IOException, InterruptedException {
    for (int i = 0; i <= STREAMS; i++) {
      assertThat(raw("HEAD /messages/stream HTTP/1.1\r\n")).startsWith("HTTP/1.1 200 ");
    }
    try (EventStream stream = EventStream.open(cluster.client(master), "", -1)) {
      assertThat(stream.status()).isEqualTo(200);
    }
  }
}
