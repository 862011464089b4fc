package io.replog.cluster.failover;

import static io.replog.cluster.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.replog.cluster.client.Answer;
import io.replog.cluster.client.Client;
import io.replog.cluster.client.Field;
import io.replog.cluster.client.Json;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A secondary observes a cluster that elects its master, and what a failover cuts is kept. */
class ObserverIT {

  private static final List<String> ALL = List.of("n1", "n2", "n3");

  @TempDir Path home;

  private EqualNodes nodes;
  private FixedNode observer;

  @BeforeEach
  void start() {
    nodes = new EqualNodes(home, "failover", "n1", "n2", "n3");
    nodes.start();
  }

  @AfterEach
  void stop() {
    if (observer != null) {
      observer.close();
    }
    nodes.close();
  }

  @Test
  void observerFollowsWhoeverIsElectedCountsForNothingAndSetsAsideWhatWasCut() throws IOException {
    String first = nodes.awaitMaster(ALL);
    String named = nodes.others(first).getFirst();
    observer =
        FixedNode.secondary(
            "watcher", home.resolve("watcher"), nodes.client(named).node(), Map.of());
    store(first, "a");
    // The named node passed the registration on.
    eventually(() -> assertThat(shown(observer.client)).containsExactly("a"));
    assertThat(nodes.client(first).post("b", Field.id("id-b"), Field.w("all")).acks())
        .containsExactlyInAnyOrderElementsOf(ALL);
    assertThat(nodes.client(first).post("none", Field.w(4)).status()).isEqualTo(400);
    assertThat(roles(first)).containsOnlyOnce("watcher observer");

    handOver(named);
    List<String> rest = nodes.others(named);
    eventually(
        () -> {
          JsonNode told = observer.client.get("/cluster").json();
          assertThat(told.path("master").asText()).isEqualTo(named);
          assertThat(told.path("nodes")).hasSize(ALL.size() + 1);
        });
    rest.forEach(each -> offline(each, true));
    Answer alone = nodes.client(named).post("only there", Field.id("alone"), Field.w(1));
    assertThat(alone.json().required("survives_failover").asBoolean(true)).isFalse();
    eventually(() -> assertThat(stored(observer.client)).containsExactly("a", "b", "only there"));
    assertThat(shown(observer.client)).as("what a majority holds").containsExactly("a", "b");

    nodes.kill(named);
    rest.forEach(each -> offline(each, false));
    String second = nodes.awaitMaster(rest);
    store(second, "c");
    // The node that it was told to ask is gone, and what that one alone held is cut.
    eventually(() -> assertThat(shown(observer.client)).containsExactly("a", "b", "c"));
    assertThat(stored(observer.client)).containsExactly("a", "b", "c");
    assertThat(checksum(observer.client)).isEqualTo(checksum(nodes.client(second)));
    assertThat(observer.client.health().path("set_aside").asLong()).isEqualTo(1);
    assertThat(observer.client.get("/actuator/setaside").json().path("messages").asLong()).isOne();
    assertThat(voters(second)).containsExactlyInAnyOrderElementsOf(ALL);

    nodes.start(named);
    eventually(
        () -> assertThat(nodes.client(named).health().path("set_aside").asLong()).isEqualTo(1));
    postedAgain(second, home.resolve(named).resolve("set-aside"), 201);
    postedAgain(second, home.resolve("watcher").resolve("set-aside"), 200);
    for (String each : ALL) {
      eventually(
          () ->
              assertThat(shown(nodes.client(each)))
                  .as(each)
                  .containsExactly("a", "b", "c", "only there"));
    }
    assertThat(nodes.client(second).get("/messages/by-id/alone").status()).isEqualTo(200);
  }

  /**
   * As docs/operations.md has it: all lines of a folder, without order and epoch, are one batch.
   */
  private void postedAgain(String node, Path folder, int status) throws IOException {
    StringBuilder lines = new StringBuilder();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder, "*.ndjson")) {
      for (Path file : files) {
        lines.append(Files.readString(file));
      }
    }
    String batch =
        Pattern.compile("^\\{\"order\":[0-9]+,\"epoch\":[0-9]+,", Pattern.MULTILINE)
            .matcher(lines)
            .replaceAll("{");
    Answer answer = nodes.client(node).postLines(2, batch);
    assertThat(answer.status()).as(answer::toString).isEqualTo(status);
    assertThat(answer.json().path("count").asInt()).isOne();
  }

  private void store(String node, String message) {
    eventually(
        () -> {
          Answer answer =
              nodes.client(node).post(message, Field.id("id-" + message), Field.w("majority"));
          assertThat(answer.status()).as(answer::toString).isIn(200, 201);
        });
  }

  /** Asks until it has happened: where the machine is busy, the old master may win again. */
  private void handOver(String to) {
    eventually(
        () -> {
          String master = nodes.client(to).get("/cluster").json().path("master").asText();
          if (!master.equals(to)) {
            nodes.client(to).command("POST", "/cluster/transfer", "{\"to\":\"" + to + "\"}");
          }
          assertThat(master).isEqualTo(to);
        });
    nodes.awaitMaster(ALL);
    store(to, "b"); // It has opened.
  }

  private void offline(String node, boolean now) {
    Answer answer =
        nodes.client(node).command("POST", "/actuator/faults", "{\"offline\":" + now + "}");
    assertThat(answer.status()).as(answer::toString).isEqualTo(200);
  }

  private static List<String> shown(Client client) {
    return client.messages();
  }

  private static List<String> stored(Client client) {
    return Json.list(
        client.get("/messages?acked=1").json().required("messages"), JsonNode::textValue);
  }

  private List<String> roles(String node) {
    return Json.list(
        nodes.client(node).get("/cluster").json().required("nodes"),
        each -> each.path("id").asText() + " " + each.path("role").asText());
  }

  private List<String> voters(String node) {
    return Json.list(
            nodes.client(node).get("/cluster").json().required("nodes"),
            each -> each.hasNonNull("voter") ? each.path("id").asText() : "")
        .stream()
        .filter(id -> !id.isEmpty())
        .toList();
  }

  private static String checksum(Client client) {
    JsonNode status = client.get("/replication/status").json();
    return status.required("messages") + "-" + status.required("checksum");
  }
}
