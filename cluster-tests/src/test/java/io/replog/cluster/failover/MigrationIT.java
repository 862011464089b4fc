package io.replog.cluster.failover;

import static io.replog.cluster.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.client.Answer;
import io.replog.cluster.client.Client;
import io.replog.cluster.client.Entry;
import io.replog.cluster.client.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The data of a fixed master and its secondaries move to equal nodes, and back. */
class MigrationIT {

  private static final List<String> ALL = List.of("n1", "n2", "n3");
  private static final Map<String, String> TAKE_BACK = Map.of("REPLOG_TAKEBACK", "true");

  @TempDir Path home;

  private final List<AutoCloseable> running = new ArrayList<>();
  private final List<String> sent = new ArrayList<>();

  @AfterEach
  void stop() throws Exception {
    for (AutoCloseable each : running) {
      each.close();
    }
  }

  @Test
  void messagesKeepTheirOrdersForthAndBack() {
    forth(fixed("n1", List.of("n2", "n3"), Map.of()));
    String last = elected();

    FixedNode refused = master(last, Map.of());
    assertThat(refused.awaitExit()).isNotZero();
    assertThat(refused.log().lines().filter(line -> line.contains("REPLOG_TAKEBACK"))).hasSize(1);

    Map<String, FixedNode> back =
        fixed(last, ALL.stream().filter(id -> !id.equals(last)).toList(), TAKE_BACK);
    Client client = back.get(last).client;
    post(client, "back", "all");
    back.values().forEach(each -> assertShowAll(each.client));
  }

  /** Starts them, and waits until the master is ready. */
  private Map<String, FixedNode> fixed(
      String master, List<String> secondaries, Map<String, String> settings) {
    Map<String, FixedNode> nodes = new HashMap<>();
    nodes.put(master, master(master, settings));
    for (String each : secondaries) {
      FixedNode node =
          FixedNode.secondary(each, home.resolve(each), nodes.get(master).client.node(), settings);
      running.add(node);
      nodes.put(each, node);
    }
    eventually(
        () ->
            assertThat(nodes.get(master).client.get("/cluster").json().path("nodes"))
                .hasSize(nodes.size())
                .allSatisfy(node -> assertThat(node.path("status").asText()).isEqualTo("HEALTHY")));
    return nodes;
  }

  private FixedNode master(String id, Map<String, String> settings) {
    FixedNode master = FixedNode.master(id, home.resolve(id), settings);
    running.add(master);
    return master;
  }

  private void forth(Map<String, FixedNode> nodes) {
    for (int i = 0; i < 5; i++) {
      post(nodes.get("n1").client, "fixed-" + i, "all");
    }
    nodes.values().forEach(each -> assertThat(each.stop()).isIn(0, 143));
  }

  /** Returns the node that was master when all were stopped. */
  private String elected() {
    EqualNodes nodes = new EqualNodes(home, "failover", ALL.toArray(String[]::new));
    running.add(nodes);
    nodes.start();
    String master = nodes.awaitMaster(ALL);
    for (int i = 0; i < 5; i++) {
      String id = "elected-" + i;
      eventually(() -> assertThat(send(nodes.client(master), id, "majority")).isIn(200, 201));
      sent.add(id);
    }
    for (String each : ALL) {
      eventually(() -> assertShowAll(nodes.client(each)));
    }
    ALL.forEach(nodes::kill);
    return master;
  }

  private void post(Client client, String id, String w) {
    assertThat(send(client, id, w)).isEqualTo(201);
    sent.add(id);
  }

  private static int send(Client client, String id, String w) {
    Answer answer = client.post("text of " + id, Field.id(id), Field.w(w));
    return answer.status();
  }

  private void assertShowAll(Client client) {
    List<Entry> entries = client.entries();
    assertThat(entries).extracting(Entry::id).isEqualTo(sent);
    assertThat(entries).extracting(Entry::order).isSorted();
  }
}
