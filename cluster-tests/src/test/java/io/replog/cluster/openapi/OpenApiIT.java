package io.replog.cluster.openapi;

import static io.replog.cluster.client.Field.id;
import static io.replog.cluster.client.Field.w;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.Eventually;
import io.replog.cluster.OnProcesses;
import io.replog.cluster.Scenarios;
import io.replog.cluster.client.Answer;
import io.replog.cluster.client.Client;
import io.replog.cluster.client.EventStream;
import io.replog.cluster.client.Field;
import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Node;
import io.replog.cluster.nodes.Topology;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** {@code /openapi.yaml} against what nodes answer: every operation is tried. */
class OpenApiIT extends Scenarios implements OnProcesses {

  private Cluster cluster;
  private Document document;

  /** Operations that this kind of cluster does not have. */
  Set<String> elsewhere() {
    return Set.of(
        "post /cluster/transfer",
        "post /cluster/nodes",
        "delete /cluster/nodes/{id}",
        "get /actuator/setaside");
  }

  @Test
  void everyOperationAnswersAsDocumented() throws IOException, InterruptedException {
    cluster = cluster(Topology.masterAnd(2).set(master, "REPLOG_EXPERIMENTS_ENABLED", "true"));
    cluster.start(master, s1, s2);
    document = new Document(client(master).get("/openapi.yaml"));
    assertThat(document.root().path("openapi").asText()).startsWith("3.1");
    assertThat(client(s1).get("/openapi.yaml").body())
        .isEqualTo(client(master).get("/openapi.yaml").body());
    document.check("get /openapi.yaml", client(master).get("/openapi.yaml"));

    write();
    for (Node node : List.of(master, s1)) {
      read(node);
      streams(node);
      health(node);
    }
    operate();
    others(client(master), document);
    members();

    Set<String> all = document.operations();
    all.removeAll(elsewhere());
    assertThat(document.tried()).containsExactlyElementsOf(all);
  }

  /** What only this kind of cluster has. */
  void others(Client atMaster, Document api) {}

  private Client client(Node node) {
    return cluster.client(node);
  }

  private void write() {
    Client client = client(master);
    document.check("post /messages", client.post("one", id("id-1"), w(3)));
    document.check("post /messages", client.post("one", id("id-1")));
    document.check("post /messages", client.post("another", id("id-1")));
    document.check("post /messages", client.post("", Field.w(2)));
    document.check("post /messages", client.postBatch(2, List.of("two", "three")));
    document.check("post /messages", client(s1).post("to a secondary", w(1)));
    document.check("post /", client.command("POST", "/", Map.of("message", "four", "w", "all")));
    document.check("post /", client.command("POST", "/", Map.of("massage", "typo")));
  }

  private void read(Node node) {
    Client client = client(node);
    for (String list : List.of("/messages", "/full_messages")) {
      document.check("get " + list, client.get(list));
      document.check("get " + list, client.get(list + "?from=1&limit=1&at-least=0"));
      document.check("get " + list, client.get(list + "?form=1"));
      document.check("get " + list, client.get(list, "Accept", "application/x-ndjson"));
      document.check("get " + list, client.get(list, "Accept", "image/png"));
      String tag = client.get(list).header("ETag");
      document.check("get " + list, client.get(list, "If-None-Match", tag));
    }
    document.check("get /", client.get("/"));
    document.check("get /", client.get("/", "Accept", "text/html"));
    document.check("get /messages/{order}", client.get("/messages/0?at-least=0"));
    document.check("get /messages/{order}", client.get("/messages/99"));
    document.check("get /messages/by-id/{id}", client.get("/messages/by-id/id-1"));
    document.check("get /messages/by-id/{id}", client.get("/messages/by-id/nobody"));
    document.check("get /messages/by-id", client.get("/messages/by-id?id=id-1"));
    document.check("get /messages/by-id", client.get("/messages/by-id"));
  }

  private void streams(Node node) throws IOException, InterruptedException {
    try (EventStream messages = EventStream.open(client(node), "?from=0", null);
        EventStream views = EventStream.ofCluster(client(node))) {
      document.checkHead("get /messages/stream", messages.status(), "text/event-stream");
      document.checkHead("get /cluster/stream", views.status(), "text/event-stream");
      Eventually.eventually(() -> assertThat(messages.events()).isNotEmpty());
    }
    document.check(
        "get /messages/stream",
        client(node).get("/messages/stream?from=soon", "Accept", "text/event-stream"));
  }

  private void health(Node node) {
    for (String path :
        List.of(
            "/health",
            "/cluster",
            "/actuator/health",
            "/actuator/info",
            "/actuator/metrics",
            "/actuator/prometheus")) {
      document.check("get " + path, client(node).get(path));
    }
  }

  private void operate() {
    Client secondary = client(s1);
    document.check("get /actuator/faults", secondary.get("/actuator/faults"));
    document.check(
        "post /actuator/faults",
        secondary.command("POST", "/actuator/faults", Map.of("delay", "1ms")));
    document.check(
        "post /actuator/faults",
        secondary.command("POST", "/actuator/faults", Map.of("delay", "long")));
    document.check(
        "post /actuator/backup",
        secondary.command("POST", "/actuator/backup", Map.of("name", "monday")));
    document.check(
        "post /actuator/backup",
        secondary.command("POST", "/actuator/backup", Map.of("name", "monday")));
    document.check("post /clean", client(master).command("POST", "/clean", Map.of()));
  }

  private void members() {
    Client client = client(master);
    Answer list = client.get("/secondaries");
    document.check("get /secondaries", list);
    String url = list.json().path("secondaries").path(0).path("url").asText();
    String id = list.json().path("secondaries").path(0).path("id").asText();
    document.check(
        "post /secondaries", client.command("POST", "/secondaries", Map.of("id", id, "url", url)));
    document.check("post /secondaries", client.command("POST", "/secondaries", Map.of("id", 7)));
    document.check(
        "delete /secondaries/{id}", client.command("DELETE", "/secondaries/" + id, Map.of()));
    document.check(
        "delete /secondaries/{id}", client.command("DELETE", "/secondaries/nobody", Map.of()));
  }
}
