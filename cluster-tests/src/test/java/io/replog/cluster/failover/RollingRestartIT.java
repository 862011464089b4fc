package io.replog.cluster.failover;

import static io.replog.cluster.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each node is restarted, one after the other, while a client writes. */
class RollingRestartIT {

  private static final List<String> ALL = List.of("n1", "n2", "n3");
  private static final String PROBLEM = "503 urn:replog:";
  private static final long SMALL_LAG = 20;

  @TempDir Path home;

  private EqualNodes nodes;

  @AfterEach
  void stop() {
    nodes.close();
  }

  @Test
  void writersLoseNothingAndAreNeverToldAFalsehood() throws Exception {
    nodes = new EqualNodes(home, "rolling-restart", ALL.toArray(String[]::new));
    nodes.start();
    nodes.awaitMaster(ALL);
    try (SteadyWriter writer = new SteadyWriter(nodes, ALL)) {
      for (String node : ALL) {
        int before = writer.count();
        eventually(() -> assertThat(writer.count()).isGreaterThan(before + 20));
        nodes.stop(node);
        nodes.start(node);
        String master = nodes.awaitMaster(ALL);
        eventually(() -> assertThat(hasCaughtUp(node, master)).isTrue());
      }

      List<String> acknowledged = writer.end();

      // A node that is down does not answer; what the others could not do, they said.
      assertThat(writer.others().keySet())
          .isSubsetOf(
              "no answer",
              PROBLEM + "outcome-pending",
              PROBLEM + "shutting-down",
              PROBLEM + "no-master");
      nodes.awaitMessages(ALL, acknowledged);
    }
  }

  private boolean hasCaughtUp(String id, String master) {
    for (JsonNode node : nodes.client(master).get("/cluster").json().path("nodes")) {
      if (node.path("id").asText().equals(id)) {
        return node.path("status").asText().equals("HEALTHY")
            && node.path("lag").asLong() <= SMALL_LAG;
      }
    }
    return false;
  }
}
