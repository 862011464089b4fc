package io.replog.cluster.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.OnProcesses;
import io.replog.cluster.Scenarios;
import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Node;
import io.replog.cluster.nodes.Topology;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A setting that cannot be stops the start, and the one to mend is named. */
class BadConfigurationIT extends Scenarios implements OnProcesses {

  static Stream<Arguments> settings() {
    return Stream.of(
        Arguments.of(s1, "REPLICATION_DELAY", "fast"),
        Arguments.of(s1, "REPLICATION_DELAY", "-1"),
        Arguments.of(s1, "MASTER_URL", "not a url"),
        Arguments.of(s1, "MASTER_URL", "http://master_1:5000"),
        Arguments.of(s1, "SECONDARY_PORT", "99999"),
        Arguments.of(s1, "SECONDARY_HOST", "http://localhost"),
        Arguments.of(s1, "SECONDARY_HOST", "host:18001"),
        Arguments.of(s1, "SECONDARY_HOST", "secondary_1"),
        Arguments.of(s1, "SECONDARY_HOST", " "),
        Arguments.of(s1, "ADVERTISED_URL", "secondary-1:5001"),
        Arguments.of(s1, "replog.delivery.body", "1MB"),
        Arguments.of(s1, "replog.limits.bodies", "16MB"),
        Arguments.of(master, "replog.limits.message", "17MB"),
        Arguments.of(master, "replog.replication.batch-size", "9MB"),
        Arguments.of(master, "replog.write.default-timeout", "25h"),
        Arguments.of(s1, "replog.faults.error-after", "2"),
        Arguments.of(master, "SECONDARIES", "http://127.0.0.1:5001,nonsense"),
        Arguments.of(master, "SERVER_PORT", "many"),
        Arguments.of(master, "management.server.port", "9000"),
        Arguments.of(s1, "management.server.port", "9001"),
        Arguments.of(s1, "management.endpoints.web.base-path", "/manage"),
        Arguments.of(master, "DATA_DIR", "/proc/nowhere"),
        Arguments.of(master, "replog.quorum.required", "perhaps"));
  }

  @ParameterizedTest(name = "{1}={2} on {0}")
  @MethodSource("settings")
  void theStartStopsWithALineThatNamesTheSetting(Node node, String name, String value) {
    Cluster cluster = cluster(Topology.masterAnd(0).set(node, name, value));
    cluster.launch(node);
    assertThat(cluster.awaitExit(node)).isNotZero();
    assertThat(errors(cluster, node))
        .singleElement()
        .asString()
        .containsPattern("(?i)" + lastPart(name))
        .contains(value.substring(value.lastIndexOf(',') + 1));
    assertThat(cluster.log(node)).doesNotContain("\tat ").doesNotContain("Exception");
  }

  private static List<String> errors(Cluster cluster, Node node) {
    return cluster.log(node).lines().filter(line -> line.contains("ERROR")).toList();
  }

  /** Of a variable's name all, of a property's the last part, however it is spelt. */
  private static String lastPart(String name) {
    return name.substring(name.lastIndexOf('.') + 1).replaceAll("[_-]", "[_.-]?");
  }

  @Test
  void aLimitOfOpenFilesThatNoNodeCanLiveWithStopsTheStart() {
    Cluster cluster = cluster(Topology.masterAnd(0).set(master, "OPEN_FILES", "100"));
    cluster.launch(master);
    assertThat(cluster.awaitExit(master)).isNotZero();
    assertThat(errors(cluster, master)).singleElement().asString().contains("ulimit -n = 100");
  }

  @Test
  void withoutATokenANodeRefusesToListenBeyondLoopback() {
    for (Node node : new Node[] {master, s1}) {
      Cluster cluster =
          cluster(Topology.masterAnd(0).withoutToken().set(node, "SERVER_ADDRESS", "0.0.0.0"));
      cluster.launch(node);
      assertThat(cluster.awaitExit(node)).isNotZero();
      assertThat(errors(cluster, node))
          .singleElement()
          .asString()
          .contains("CLUSTER_TOKEN")
          .contains("0.0.0.0");
    }
  }
}
