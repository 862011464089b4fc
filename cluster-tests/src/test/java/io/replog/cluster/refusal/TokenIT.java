package io.replog.cluster.refusal;

import static io.replog.cluster.client.AnswerAssert.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.OnProcesses;
import io.replog.cluster.Scenarios;
import io.replog.cluster.client.Answer;
import io.replog.cluster.client.Client;
import io.replog.cluster.client.Field;
import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Node;
import io.replog.cluster.nodes.Topology;
import java.net.http.HttpRequest;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the cluster token guards. */
class TokenIT extends Scenarios implements OnProcesses {

  private Cluster cluster;

  @BeforeAll
  void startTwo() {
    cluster = cluster(Topology.masterAnd(1).set(master, "replog.experiments.enabled", "true"));
    cluster.start(master, s1);
    assertThat(cluster.client(master).post("kept", Field.w(2))).isCreated();
  }

  static Stream<Arguments> guarded() {
    String delivery = "{\"epoch\":99,\"log_id\":\"l\",\"messages\":[]}";
    return Stream.of(
        Arguments.of(s1, "POST", "/replicate", delivery),
        Arguments.of(s1, "POST", "/actuator/faults", "{\"offline\":true}"),
        Arguments.of(
            master, "POST", "/secondaries", "{\"id\":\"x\",\"url\":\"http://127.0.0.1:9\"}"),
        Arguments.of(master, "DELETE", "/secondaries/secondary-1", ""),
        Arguments.of(master, "POST", "/clean", ""));
  }

  @ParameterizedTest(name = "{1} {2} on {0}")
  @MethodSource("guarded")
  void whatChangesANodeNeedsTheToken(Node node, String method, String path, String body) {
    Client client = cluster.client(node);
    HttpRequest.Builder request = client.json(method, path, body);
    Answer without = client.send(request.build());
    assertThat(without).isProblem(401, "unauthorized");
    assertThat(without.header("WWW-Authenticate")).startsWith("Bearer");
    for (String wrong : List.of("Bearer wrong", "Bearer ", "Bearer " + Topology.TOKEN + "x")) {
      assertThat(
              client.send(client.json(method, path, body).header("Authorization", wrong).build()))
          .hasStatus(wrong.equals("Bearer ") ? 401 : 403)
          .isAnyProblem();
    }
    assertThat(cluster.client(s1).messages()).containsExactly("kept");
    assertThat(cluster.client(master).health().path("nodes").asInt()).isEqualTo(2);
  }

  @Test
  void readersAndWritersNeedNone() {
    Client anybody = new Client(cluster.client(master).node(), null);
    for (String path :
        List.of(
            "/messages",
            "/full_messages",
            "/health",
            "/secondaries",
            "/actuator/health",
            "/actuator/health/liveness",
            "/actuator/health/readiness",
            "/actuator/prometheus")) {
      assertThat(anybody.get(path).status()).as(path).isEqualTo(200);
    }
  }

  @Test
  void withoutAConfiguredTokenWhatIsGuardedIsOpen() {
    Cluster open = cluster(Topology.masterAnd(1).withoutToken());
    open.start(master, s1);
    faults(open, s1).delay("10ms");
    assertThat(open.client(master).post("open", Field.w(2))).isCreated();
  }
}
