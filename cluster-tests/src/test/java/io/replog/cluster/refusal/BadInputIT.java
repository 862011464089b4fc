package io.replog.cluster.refusal;

import static io.replog.cluster.client.AnswerAssert.assertThat;
import static io.replog.cluster.refusal.BadRequest.json;
import static io.replog.cluster.refusal.BadRequest.named;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.OnProcesses;
import io.replog.cluster.Scenarios;
import io.replog.cluster.client.Answer;
import io.replog.cluster.client.Client;
import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Topology;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests of well-formed HTTP that ask for nonsense. Nothing of them is stored. */
class BadInputIT extends Scenarios implements OnProcesses {

  private static final int MIB = 1024 * 1024;

  private Cluster cluster;
  private Client client;

  @BeforeAll
  void startThree() {
    cluster = cluster(Topology.masterAnd(2));
    cluster.start(master, s1);
    client = cluster.client(master);
  }

  static Stream<BadRequest> bodies() {
    return Stream.of(
        json("no body", ""),
        json("not JSON", "message=hello"),
        json("JSON cut short", "{\"message\":\"hel"),
        json("something after the JSON", "{\"message\":\"m\",\"w\":1} {}"),
        json("a list", "[{\"message\":\"m\"}]"),
        json("a bare string", "\"m\""),
        json("null", "null"),
        json("an empty object", "{}"),
        json("no message", "{\"w\":1}"),
        json("a null message", "{\"message\":null,\"w\":1}"),
        json("an empty message", "{\"message\":\"\",\"w\":1}"),
        json("a number for a message", "{\"message\":17,\"w\":1}"),
        json("an object for a message", "{\"message\":{\"a\":1},\"w\":1}"),
        json("an unknown field", "{\"message\":\"m\",\"W\":1}"),
        json("a field given twice", "{\"message\":\"m\",\"w\":1,\"message\":\"n\"}"),
        json("half a surrogate pair", "{\"message\":\"\\ud83d\",\"w\":1}"),
        json("surrogates the wrong way round", "{\"message\":\"\\ude00\\ud83d\",\"w\":1}"),
        json("deep nesting", "{\"message\":" + "[".repeat(10_000) + "]".repeat(10_000) + "}"),
        json("invalid UTF-8", "").body(invalidUtf8()));
  }

  private static byte[] invalidUtf8() {
    byte[] text = "{\"message\":\"?!\",\"w\":1}".getBytes(StandardCharsets.US_ASCII);
    text[12] = (byte) 0xc3;
    return text;
  }

  static Stream<BadRequest> fields() {
    return Stream.of(
        json("w=0", "{\"message\":\"m\",\"w\":0}"),
        json("w=-1", "{\"message\":\"m\",\"w\":-1}"),
        json("w beyond the nodes", "{\"message\":\"m\",\"w\":4}"),
        json("w far beyond", "{\"message\":\"m\",\"w\":99999999999999999999}"),
        json("w=some", "{\"message\":\"m\",\"w\":\"some\"}"),
        json("w=1.5", "{\"message\":\"m\",\"w\":1.5}"),
        json("w=true", "{\"message\":\"m\",\"w\":true}"),
        json("w=[1]", "{\"message\":\"m\",\"w\":[1]}"),
        json("timeout 0", "{\"message\":\"m\",\"w\":1,\"timeout_ms\":0}"),
        json("negative timeout", "{\"message\":\"m\",\"w\":1,\"timeout_ms\":-5}"),
        json("timeout in words", "{\"message\":\"m\",\"w\":1,\"timeout_ms\":\"soon\"}"),
        json("fraction of a timeout", "{\"message\":\"m\",\"w\":1,\"timeout_ms\":0.5}"),
        json("empty id", "{\"message\":\"m\",\"w\":1,\"id\":\"\"}"),
        json("id too long", "{\"message\":\"m\",\"w\":1,\"id\":\"" + "x".repeat(257) + "\"}"),
        json("fraction for an id", "{\"message\":\"m\",\"w\":1,\"id\":1.5}"),
        json("boolean for an id", "{\"message\":\"m\",\"w\":1,\"id\":true}"),
        json("half a surrogate pair in the id", "{\"message\":\"m\",\"w\":1,\"id\":\"\\ud83d\"}"),
        json("id in header and body differ", "{\"message\":\"m\",\"w\":1,\"id\":\"a\"}")
            .header("Idempotency-Key", "b"),
        json("header id too long", "{\"message\":\"m\",\"w\":1}")
            .header("Idempotency-Key", "x".repeat(257)),
        json("a quoted key that does not end", "{\"message\":\"m\",\"w\":1}")
            .header("Idempotency-Key", "\"k-1"),
        json("two quoted keys in one header", "{\"message\":\"m\",\"w\":1}")
            .header("Idempotency-Key", "\"k-1\", \"k-2\""),
        json("two keys", "{\"message\":\"m\",\"w\":1}")
            .header("Idempotency-Key", "k-1")
            .header("Idempotency-Key", "k-2"));
  }

  static Stream<BadRequest> sizes() {
    String tooLong = "x".repeat(MIB + 1);
    return Stream.of(
        named("message over 1 MiB", 413, "payload-too-large")
            .as("application/json")
            .body("{\"message\":\"" + tooLong + "\",\"w\":1}"),
        named("message over 1 MiB in UTF-8 only", 413, "payload-too-large")
            .as("application/json")
            .body("{\"message\":\"" + "ü".repeat(MIB / 2 + 1) + "\",\"w\":1}"),
        named("oversized body", 413, "payload-too-large")
            .as("application/json")
            .body("{\"message\":\"m\",\"w\":1," + " ".repeat(20 * MIB) + "\"id\":\"x\"}"),
        named("message over 1 MiB in a batch", 413, "payload-too-large")
            .as("application/x-ndjson")
            .on("POST", "/messages?w=1")
            .body("{\"message\":\"small\"}\n{\"message\":\"" + tooLong + "\"}\n"));
  }

  static Stream<BadRequest> http() {
    return Stream.of(
        named("unknown path", 404, "not-found").on("GET", "/nothing/here"),
        named("unknown path, for browsers", 404, "not-found")
            .on("GET", "/nothing.html")
            .header("Accept", "text/html"),
        named("post to an unknown path", 404, "not-found")
            .on("POST", "/nothing")
            .as("application/json")
            .body("{}"),
        named("order that is no number", 404, "not-found").on("GET", "/messages/first"),
        named("negative order", 404, "not-found").on("GET", "/messages/-1"),
        named("from in words", 400, "invalid-request").on("GET", "/messages?from=start"),
        named("negative from", 400, "invalid-request").on("GET", "/messages?from=-1"),
        named("from beyond all numbers", 400, "invalid-request")
            .on("GET", "/messages?from=99999999999999999999"),
        named("limit 0", 400, "invalid-request").on("GET", "/full_messages?limit=0"),
        named("limit in words", 400, "invalid-request").on("GET", "/messages?limit=all"),
        named("stream from nonsense", 400, "invalid-request").on("GET", "/messages/stream?from=x"),
        named("stream from a misspelt parameter", 400, "invalid-request")
            .on("GET", "/messages/stream?form=5"),
        named("a position that is none", 400, "invalid-request")
            .on("GET", "/messages/stream")
            .header("Last-Event-ID", "abc"),
        named("a position that is none beside from", 400, "invalid-request")
            .on("GET", "/messages/stream?from=1")
            .header("Last-Event-ID", "-1"),
        named("from misspelt", 400, "invalid-request").on("GET", "/messages?form=5"),
        named("from misspelt for the root", 400, "invalid-request").on("GET", "/?form=5"),
        named("limit given twice", 400, "invalid-request")
            .on("GET", "/full_messages?limit=1&limit=2"),
        named("from given twice", 400, "invalid-request").on("GET", "/messages?from=1&from=1"),
        named("from misspelt for lines", 400, "invalid-request")
            .on("GET", "/messages?form=5")
            .header("Accept", "application/x-ndjson"),
        named("from misspelt for stored entries", 400, "invalid-request")
            .on("GET", "/messages?form=5")
            .header("Accept", "application/vnd.replog.entries"),
        named("a parameter of one message", 400, "invalid-request").on("GET", "/messages/0?from=1"),
        named("a parameter of one message by id", 400, "invalid-request")
            .on("GET", "/messages/by-id/x?from=1"),
        named("a parameter of the health", 400, "invalid-request").on("GET", "/health?x=1"),
        named("a parameter of the members", 400, "invalid-request").on("GET", "/secondaries?x=1"),
        named("a parameter of a path", 400, "invalid-request").on("GET", "/messages/0;a=b"),
        named("an id that is not UTF-8", 400, "invalid-request").on("GET", "/messages/by-id/%ff"),
        named("an id of the query that is not UTF-8", 400, "invalid-request")
            .on("GET", "/messages/by-id?id=%ff"),
        named("an id with a semicolon", 404, "not-found").on("GET", "/messages/by-id/a;b"),
        named("by id without an id", 400, "invalid-request").on("GET", "/messages/by-id"),
        named("PUT", 405, "method-not-allowed")
            .on("PUT", "/messages")
            .as("application/json")
            .body("{\"message\":\"m\"}"),
        named("DELETE", 405, "method-not-allowed").on("DELETE", "/messages"),
        named("POST where one reads", 405, "method-not-allowed")
            .on("POST", "/health")
            .as("application/json")
            .body("{}"),
        named("a form", 415, "unsupported-media-type")
            .as("application/x-www-form-urlencoded")
            .body("message=m&w=1"),
        named("plain text", 415, "unsupported-media-type").as("text/plain").body("m"),
        named("no media type that can be", 415, "unsupported-media-type").as("nonsense").body("m"),
        named("a compressed body", 415, "unsupported-media-type")
            .as("application/json")
            .header("Content-Encoding", "gzip")
            .body("{\"message\":\"m\",\"w\":1}"),
        named("another charset", 415, "unsupported-media-type")
            .as("application/json; charset=ISO-8859-1")
            .body("{\"message\":\"m\",\"w\":1}"),
        named("a charset that is none", 415, "unsupported-media-type")
            .as("application/json; charset=klingon")
            .body("{\"message\":\"m\",\"w\":1}"),
        named("a batch in another charset", 415, "unsupported-media-type")
            .on("POST", "/messages?w=1")
            .as("application/x-ndjson; charset=utf-16")
            .body("{\"message\":\"m\"}\n"),
        named("a compressed batch", 415, "unsupported-media-type")
            .on("POST", "/messages?w=1")
            .as("application/x-ndjson")
            .header("Content-Encoding", "br")
            .body("{\"message\":\"m\"}\n"),
        named("XML wanted", 406, "not-acceptable")
            .on("GET", "/messages")
            .header("Accept", "text/xml"),
        named("XML wanted for an answer", 406, "not-acceptable")
            .as("application/json")
            .header("Accept", "text/xml")
            .body("{\"message\":\"m\",\"w\":1}"),
        named("batch with w=0", 400, "invalid-request")
            .on("POST", "/messages?w=0")
            .as("application/x-ndjson")
            .body("{\"message\":\"m\"}\n"),
        named("batch with an unknown parameter value", 400, "invalid-request")
            .on("POST", "/messages?w=some")
            .as("application/x-ndjson")
            .body("{\"message\":\"m\"}\n"));
  }

  @ParameterizedTest
  @MethodSource({"bodies", "fields", "sizes", "http"})
  void nonsenseIsRefusedWithAProblemAndStoresNothing(BadRequest request) {
    Answer answer = request.send(client);
    assertThat(answer).isProblem(request.status(), request.problem());
    assertThat(client.messages()).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("fields")
  void theFieldAtFaultIsNamed(BadRequest request) {
    Answer answer = request.send(client);
    assertThat(answer.json().path("errors")).as("%s", answer).isNotEmpty();
    assertThat(answer.json().path("errors").get(0).path("field").asText())
        .isIn("w", "timeout_ms", "id", "Idempotency-Key");
    assertThat(answer.json().path("errors").get(0).path("detail").asText()).isNotEmpty();
  }

  @Test
  void aRefusedMethodComesWithThoseAllowed() {
    Answer answer = named("PUT", 405, "").on("PUT", "/messages").send(client);
    assertThat(answer.header("Allow")).contains("GET").contains("POST");
  }

  @Test
  void aRefusedMediaTypeComesWithThoseAccepted() {
    Answer answer = named("form", 415, "").as("application/xml").body("<m/>").send(client);
    assertThat(answer.header("Accept")).contains("application/json");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "application/json;charset=klingon",
        "application/json;charset=ISO-8859-1",
        "application/json;charset=",
        "nonsense"
      })
  void aRefusedContentTypeIsTheOneThatWasSent(String type) {
    Answer answer = named("", 415, "").as(type).body("{\"message\":\"m\"}").send(client);
    assertThat(answer.json().path("detail").asText())
        .startsWith("Content-Type " + type + " is not supported here; supported: ")
        .contains("charset=UTF-8");
    assertThat(answer.header("Accept")).contains("application/json;charset=UTF-8");
  }

  @Test
  void aRefusedCompressionComesWithWhatIsAccepted() {
    Answer answer =
        named("", 415, "")
            .as("application/json")
            .header("Content-Encoding", "gzip")
            .body("x")
            .send(client);
    assertThat(answer).hasStatus(415);
    assertThat(answer.header("Accept-Encoding")).isEqualTo("identity");
  }

  @ParameterizedTest
  @MethodSource({"bodies", "http"})
  void noParserSpeaksForTheNode(BadRequest request) {
    assertThat(request.send(client).text())
        .doesNotContain(
            "Source:", "REDACTED", "fasterxml", "Feature", "token of type", "close marker");
  }

  @Test
  void aSecondaryRefusesNonsenseInTheSameWay() {
    Client secondary = cluster.client(s1);
    assertThat(secondary.get("/nothing")).isProblem(404, "not-found");
    assertThat(secondary.get("/messages?from=x")).isProblem(400, "invalid-request");
    assertThat(secondary.get("/messages", "Accept", "text/xml")).isProblem(406, "not-acceptable");
    for (String nonsense : new String[] {"", "{", "[]", "{\"epoch\":1}", "{\"epoch\":\"x\"}"}) {
      assertThat(secondary.command("POST", "/replicate", nonsense))
          .isProblem(400, "invalid-request");
    }
    for (String type : new String[] {"json;charset=ISO-8859-1", "json;charset=klingon"}) {
      assertThat(
              secondary.send(
                  secondary
                      .request("/replicate")
                      .header("Authorization", "Bearer " + Topology.TOKEN)
                      .header("Content-Type", "application/" + type)
                      .POST(BodyPublishers.ofString("{}"))
                      .build()))
          .isProblem(415, "unsupported-media-type");
    }
    for (String path : new String[] {"/messages?form=1", "/health?x=1", "/actuator/faults?x=1"}) {
      assertThat(secondary.get(path)).isProblem(400, "invalid-request");
    }
    for (String query : new String[] {"at=abc", "at=-1", "at=0&at=1", "xt=1"}) {
      assertThat(secondary.command("GET", "/replication/status?" + query, ""))
          .isProblem(400, "invalid-request");
    }
    assertThat(named("", 405, "").as("application/x-ndjson").on("POST", "/?w=1").send(secondary))
        .isProblem(405, "method-not-allowed");
    assertThat(secondary.get("/messages/stream", "Last-Event-ID", "abc"))
        .isProblem(400, "invalid-request");
    assertThat(secondary.command("POST", "/actuator/faults", "{\"dealy\":\"1s\"}"))
        .isProblem(400, "invalid-request");
    assertThat(secondary.command("POST", "/actuator/faults", "{\"error_after\":7}"))
        .isProblem(400, "invalid-request");
    assertThat(secondary.messages()).isEmpty();
  }
}
