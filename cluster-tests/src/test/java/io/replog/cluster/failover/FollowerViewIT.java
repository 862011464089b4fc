package io.replog.cluster.failover;

import static io.replog.cluster.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.client.ClusterStream;
import io.replog.cluster.client.Field;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who watches the cluster at a node that is not master sees all of it, also while that dies. */
class FollowerViewIT {

  private static final List<String> ALL = List.of("n1", "n2", "n3");

  @TempDir Path home;

  @Test
  void followerShowsAllNodesAndTheNextMaster() throws Exception {
    try (EqualNodes nodes = new EqualNodes(home, "follower-view", "n1", "n2", "n3")) {
      nodes.start();
      String first = nodes.awaitMaster(ALL);
      List<String> rest = nodes.others(first);
      try (ClusterStream stream = new ClusterStream(nodes.client(rest.getFirst()))) {
        assertThat(nodes.client(first).post("a", Field.w("all")).status()).isEqualTo(201);
        eventually(
            () -> {
              assertThat(stream.view().path("told_by").asText()).isEqualTo(first);
              for (String id : ALL) {
                assertThat(stream.node(id).path("messages").asLong()).as(id).isOne();
                assertThat(stream.node(id).path("status").asText()).as(id).isEqualTo("HEALTHY");
              }
            });

        nodes.kill(first);

        eventually(
            () -> {
              assertThat(stream.view().path("master").asText()).isIn(rest);
              assertThat(stream.node(first).path("status").asText()).isNotEqualTo("HEALTHY");
            });
        assertThat(stream.kinds()).contains("elected");
      }
    }
  }
}
