package io.replog.cluster.reading;

import static io.replog.cluster.client.AnswerAssert.assertThat;
import static io.replog.cluster.client.Field.id;
import static io.replog.cluster.client.Field.w;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.replog.cluster.Eventually;
import io.replog.cluster.OnProcesses;
import io.replog.cluster.Scenarios;
import io.replog.cluster.client.Answer;
import io.replog.cluster.client.Client;
import io.replog.cluster.client.EventStream;
import io.replog.cluster.client.Json;
import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Node;
import io.replog.cluster.nodes.Topology;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reading a log of 200,000 messages, which batches of 5,000 made. */
class PagingIT extends Scenarios implements OnProcesses {

  private static final int BATCH = 5_000;
  private static final int TOTAL = 200_000;
  private static final Pattern NEXT = Pattern.compile("<([^>]*)>;\\s*rel=\"?next\"?");

  private Cluster cluster;

  @BeforeAll
  void fill() {
    cluster = cluster(Topology.masterAnd(1));
    cluster.start(master, s1);
    Client client = cluster.client(master);
    for (int first = 0; first < TOTAL; first += BATCH) {
      Answer answer = client.postBatch(2, texts(first, first + BATCH));
      assertThat(answer).isCreated();
      JsonNode json = answer.json();
      assertThat(json.path("count").asInt()).isEqualTo(BATCH);
      assertThat(json.path("first_order").asInt()).isEqualTo(first);
      assertThat(json.path("last_order").asInt()).isEqualTo(first + BATCH - 1);
      assertThat(json.path("duplicates").asInt(-1)).isZero();
      assertThat(answer).isAcknowledgedBy("master", "secondary-1");
    }
  }

  private static List<String> texts(int from, int to) {
    return IntStream.range(from, to).mapToObj(i -> "message " + i).toList();
  }

  static List<Node> nodes() {
    return List.of(master, s1);
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void everythingIsStreamedInOrder(Node node) {
    assertThat(cluster.client(node).messages().subList(0, TOTAL)).isEqualTo(texts(0, TOTAL));
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void nextLinksLeadThroughTheWholeLog(Node node) {
    Client client = cluster.client(node);
    List<String> all = new ArrayList<>();
    String next = "/messages?from=0&limit=30000";
    int pages = 0;
    while (next != null) {
      Answer page = client.get(next);
      assertThat(page).hasStatus(200);
      all.addAll(Json.list(page.json().path("messages"), JsonNode::textValue));
      pages++;
      Matcher link = NEXT.matcher(page.header("Link"));
      next = link.find() ? link.group(1) : null;
    }
    assertThat(all.subList(0, TOTAL)).isEqualTo(texts(0, TOTAL));
    assertThat(pages).isBetween(7, 8);
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void aPageHoldsWhatWasAskedFor(Node node) {
    Client client = cluster.client(node);
    JsonNode page = client.get("/full_messages?from=199990&limit=3").json().path("messages");
    assertThat(page)
        .extracting(m -> m.path("order").asInt())
        .containsExactly(199990, 199991, 199992);
    assertThat(page)
        .extracting(m -> m.path("message").asText())
        .containsExactly("message 199990", "message 199991", "message 199992");
    Answer beyond = client.get("/messages?from=999999999&limit=10");
    assertThat(beyond).hasStatus(200);
    assertThat(beyond.json().path("messages")).isEmpty();
    assertThat(beyond.header("Link")).doesNotContain("next");
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void ndjsonIsOneFullRecordALine(Node node) {
    Answer answer =
        cluster.client(node).get("/messages?from=10&limit=5", "Accept", "application/x-ndjson");
    assertThat(answer.header("Content-Type")).startsWith("application/x-ndjson");
    List<JsonNode> lines =
        answer.text().lines().map(l -> Json.read(l.getBytes(StandardCharsets.UTF_8))).toList();
    assertThat(lines).extracting(l -> l.path("order").asInt()).containsExactly(10, 11, 12, 13, 14);
    assertThat(lines).allSatisfy(l -> assertThat(l.path("id").asText()).isNotEmpty());
    assertThat(lines.getFirst().path("message").asText()).isEqualTo("message 10");
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void aHeadHasTheHeadersOfTheAnswerAndNothingElse(Node node) {
    Client client = cluster.client(node);
    for (String path :
        List.of(
            "/messages",
            "/full_messages?from=3&limit=2",
            "/",
            "/messages/7",
            "/messages?limit=1")) {
      for (String accept : List.of("application/json", "application/x-ndjson")) {
        if (!path.equals("/messages/7") || accept.endsWith("/json")) {
          Answer whole = client.get(path, "Accept", accept);
          Answer head =
              client.send(
                  client
                      .request(path)
                      .header("Accept", accept)
                      .method("HEAD", BodyPublishers.noBody())
                      .build());
          assertThat(head).hasStatus(200);
          assertThat(head.body()).isEmpty();
          for (String header : List.of("ETag", "Link", "Content-Type", "Vary")) {
            assertThat(head.header(header))
                .as("%s of %s", header, path)
                .isEqualTo(whole.header(header));
          }
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void anUnchangedListIsNotSentAgain(Node node) {
    Client client = cluster.client(node);
    String path = "/messages?from=199000";
    String tag = client.get(path).header("ETag");
    assertThat(tag).isNotEmpty();
    Answer again = client.get(path, "If-None-Match", tag);
    assertThat(again).hasStatus(304);
    assertThat(again.body()).isEmpty();

    assertThat(cluster.client(master).post("one more", w(2))).isCreated();
    Answer changed = client.get(path, "If-None-Match", tag);
    assertThat(changed).hasStatus(200);
    assertThat(changed.header("ETag")).isNotEqualTo(tag);
  }

  @ParameterizedTest
  @MethodSource("nodes")
  void eventsResumeAfterTheLastOneSeen(Node node) throws IOException, InterruptedException {
    try (EventStream stream = EventStream.open(cluster.client(node), "", 199_997)) {
      assertThat(stream.status()).isEqualTo(200);
      Eventually.eventually(() -> assertThat(stream.events()).hasSizeGreaterThanOrEqualTo(2));
      long order = cluster.client(master).post("live on " + node, w(2)).order();
      Eventually.eventually(() -> assertThat(stream.events().getLast().id()).isEqualTo(order));
      assertThat(stream.events())
          .extracting(EventStream.Event::id)
          .containsExactlyElementsOf(LongStream.rangeClosed(199_998, order).boxed().toList());
      assertThat(stream.events().getLast().data()).contains("live on " + node);
    }
    try (EventStream stream = EventStream.open(cluster.client(node), "?from=199999", -1)) {
      Eventually.eventually(() -> assertThat(stream.events()).isNotEmpty());
      assertThat(stream.events().getFirst().id()).isEqualTo(199_999);
    }
  }

  @Test
  void aBatchIsStoredWholeInItsOrderOrNotAtAll() {
    Client client = cluster.client(master);
    long before = client.health().path("messages").asLong();
    for (String broken :
        List.of(
            "{\"message\":\"good\"}\n{\"message\":\"\"}\n",
            "{\"message\":\"good\"}\nnot json\n",
            "{\"message\":\"good\"}\n{\"message\":\"x\",\"w\":1}\n",
            "{\"message\":\"good\"}\n[1]\n",
            "")) {
      assertThat(client.postLines(1, broken)).isProblem(400, "invalid-request");
    }
    assertThat(client.post("known", w(1), id("known"))).isCreated();
    assertThat(
            client.postLines(
                1, "{\"message\":\"new\"}\n{\"message\":\"other\",\"id\":\"known\"}\n"))
        .isProblem(409, "id-conflict");
    assertThat(client.health().path("messages").asLong()).isEqualTo(before + 1);

    Answer mixed =
        client.postLines(
            2,
            "{\"message\":\"first\"}\n{\"message\":\"known\",\"id\":\"known\"}\n{\"message\":\"last\"}");
    assertThat(mixed).hasStatus(201);
    assertThat(mixed.json().path("duplicates").asInt()).isEqualTo(1);
    assertThat(
            Json.list(
                client.get("/messages?from=" + (before + 1)).json().path("messages"),
                JsonNode::textValue))
        .containsExactly("first", "last");
  }

  @Test
  void anIdThatABatchHoldsTwiceIsStoredOnceOrRefused() {
    Client client = cluster.client(master);
    long before = client.health().path("messages").asLong();
    String line = "{\"message\":\"twice\",\"id\":\"twice in a batch\"}\n";
    Answer answer = client.postLines(2, line + line);
    assertThat(answer).hasStatus(201);
    assertThat(answer.json().path("count").asInt()).isEqualTo(2);
    assertThat(answer.json().path("duplicates").asInt()).isEqualTo(1);
    assertThat(client.health().path("messages").asLong()).isEqualTo(before + 1);

    String one = "{\"message\":\"one\",\"id\":\"for two\"}\n";
    String other = "{\"message\":\"other\",\"id\":\"for two\"}\n";
    assertThat(client.postLines(2, one + other)).isProblem(409, "id-conflict");
    assertThat(client.health().path("messages").asLong()).isEqualTo(before + 1);
    assertThat(client.get("/messages/by-id/for%20two")).isProblem(404, "not-found");
  }

  @Test
  void oneMessageIsReadByItsOrder() {
    Answer answer = cluster.client(master).get("/messages/7");
    assertThat(answer).hasStatus(200).hasOrder(7).hasMember("message", "message 7");
    assertThat(answer).isAcknowledgedBy("master", "secondary-1");
    for (Node node : nodes()) {
      assertThat(cluster.client(node).get("/messages/999999999")).isProblem(404, "not-found");
      assertThat(cluster.client(node).get("/messages/by-id/nobody")).isProblem(404, "not-found");
    }
  }
}
