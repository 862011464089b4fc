package io.replog.cluster.reading;

import static io.replog.cluster.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.replog.cluster.OnProcesses;
import io.replog.cluster.Scenarios;
import io.replog.cluster.client.ClusterStream;
import io.replog.cluster.client.Field;
import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Topology;
import org.junit.jupiter.api.Test;

/** Whoever watches the cluster sees what changes, on a master and on a secondary. */
class ClusterStreamIT extends Scenarios implements OnProcesses {

  @Test
  void viewersSeeMessagesGapsAndTheirEnd() throws Exception {
    Cluster cluster =
        cluster(Topology.masterAnd(1).set(master, "replog.limits.cluster-streams", "1"));
    cluster.start(master, s1);
    String id = cluster.client(s1).health().path("id").asText();
    try (ClusterStream atMaster = new ClusterStream(cluster.client(master));
        ClusterStream atSecondary = new ClusterStream(cluster.client(s1))) {
      assertThat(cluster.client(master).get("/cluster/stream").status()).isEqualTo(503);
      assertThat(cluster.client(master).post("a", Field.w(2)).status()).isEqualTo(201);
      eventually(
          () -> {
            assertThat(atMaster.node(id).path("messages").asLong()).isOne();
            assertThat(atSecondary.node(id).path("messages").asLong()).isOne();
            assertThat(atSecondary.view().path("master_url").asText()).startsWith("http");
          });

      JsonNode health = cluster.client(s1).health();
      String beyond =
          """
          {"epoch":%d,"log_id":"%s","messages":[{"order":2,"id":"c","message":"c"}]}"""
              .formatted(health.required("epoch").asLong(), health.required("log_id").asText());
      assertThat(cluster.client(s1).command("POST", "/replicate", beyond).status()).isEqualTo(200);

      eventually(
          () -> {
            assertThat(atSecondary.node(id).at("/stored/held/0/first").asLong()).isEqualTo(2);
            assertThat(atMaster.node(id).at("/stored/buffered").asLong()).isOne();
            assertThat(atMaster.kinds()).contains("gap-opened");
          });

      cluster.stop(master);
      eventually(() -> assertThat(atMaster.isEnded()).isTrue());
    }
  }
}
