package io.replog.cluster.reading;

import static io.replog.cluster.client.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.Eventually;
import io.replog.cluster.OnProcesses;
import io.replog.cluster.Scenarios;
import io.replog.cluster.client.Answer;
import io.replog.cluster.client.Client;
import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Topology;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Nodes behind a prefix or under a context path, and answers that are compressed. */
class ProxiedIT extends Scenarios implements OnProcesses {

  private static final String BODY = "{\"message\":\"m\",\"w\":1}";

  private Cluster cluster;
  private Client client;

  @BeforeAll
  void startMaster() {
    cluster =
        cluster(
            Topology.masterAnd(0)
                .setAll("server.forward-headers-strategy", "framework")
                .setAll("server.compression.enabled", "true"));
    cluster.start(master);
    client = cluster.client(master);
    assertThat(client.postBatch(1, IntStream.range(0, 500).mapToObj(i -> "m-" + i).toList()))
        .isCreated();
  }

  @Test
  void bothLocationAndLinkHaveThePrefixOfTheProxy() {
    Answer posted =
        client.send(
            client.json("POST", "/messages", BODY).header("X-Forwarded-Prefix", "/log").build());
    assertThat(posted.header("Location")).isEqualTo("/log/messages/" + posted.order());
    assertThat(client.get("/messages?limit=1", "X-Forwarded-Prefix", "/log").header("Link"))
        .startsWith("</log/messages?from=1&limit=1>");
  }

  @Test
  void bothLocationAndLinkHaveTheContextPath() {
    Cluster under = cluster(Topology.masterAnd(0).setAll("server.servlet.context-path", "/replog"));
    under.launch(master);
    Client inside = under.client(master);
    Eventually.eventually(() -> assertThat(inside.get("/replog/messages").status()).isEqualTo(200));
    for (int order = 0; order < 2; order++) {
      Answer posted = inside.send(inside.json("POST", "/replog/messages", BODY).build());
      assertThat(posted.header("Location")).isEqualTo("/replog/messages/" + order);
      assertThat(inside.get(posted.header("Location"))).hasStatus(200).hasOrder(order);
    }
    assertThat(inside.get("/replog/messages?limit=1").header("Link"))
        .startsWith("</replog/messages?from=1&limit=1>");
  }

  @ParameterizedTest
  @ValueSource(strings = {"application/json", "application/x-ndjson"})
  void listsAreCompressedWhereThatIsOn(String type) throws IOException {
    Answer plain = client.get("/full_messages", "Accept", type);
    Answer answer = client.get("/full_messages", "Accept", type, "Accept-Encoding", "gzip");
    assertThat(answer.header("Content-Encoding")).isEqualTo("gzip");
    assertThat(answer.headers().allValues("Vary").toString()).containsIgnoringCase("encoding");
    assertThat(answer.body()).hasSizeLessThan(plain.body().length / 2);
    assertThat(new GZIPInputStream(new ByteArrayInputStream(answer.body())).readAllBytes())
        .isEqualTo(plain.body());

    assertThat(plain.header("Content-Encoding")).isEmpty();
    assertThat(
            client.get(
                "/full_messages",
                "Accept",
                type,
                "Accept-Encoding",
                "gzip",
                "If-None-Match",
                answer.header("ETag")))
        .hasStatus(304);
  }

  @Test
  void eventsAreNotCompressed() throws IOException, InterruptedException {
    HttpResponse<InputStream> answer =
        client.exchange(
            client.request("/messages/stream").header("Accept-Encoding", "gzip").build(),
            BodyHandlers.ofInputStream());
    try (InputStream events = answer.body()) {
      assertThat(answer.headers().firstValue("Content-Encoding")).isEmpty();
      assertThat(new String(events.readNBytes(7), StandardCharsets.US_ASCII))
          .isEqualTo(":\n\nid: ");
    }
  }
}
