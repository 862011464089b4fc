package io.replog.cluster.writing;

import static io.replog.cluster.client.AnswerAssert.assertThat;
import static io.replog.cluster.client.Field.w;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.Scenarios;
import io.replog.cluster.client.Answer;
import io.replog.cluster.client.Client;
import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Topology;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Eventual consistency, seen from outside. */
abstract class SlowSecondaryScenarios extends Scenarios {

  @Test
  void aSlowSecondaryShowsAShorterListForAWhileAndThenTheSame() {
    Cluster cluster =
        cluster(
            Topology.masterAnd(2)
                .set(s2, "REPLICATION_DELAY", "5.0")
                .set(s2, "REPLOG_READ_MAXWAIT", "2m"));
    cluster.start(master, s1, s2);
    Client client = cluster.client(master);

    assertThat(client.post("Msg1", w(2))).isCreated().isAcknowledgedBy("master", "secondary-1");
    assertThat(client.post("Msg2", w(2))).isCreated();

    assertThat(cluster.client(s1).messages()).containsExactly("Msg1", "Msg2");
    List<String> whileSlow = cluster.client(s2).messages();
    assertThat(whileSlow)
        .hasSizeLessThan(2)
        .isEqualTo(List.of("Msg1", "Msg2").subList(0, whileSlow.size()));

    Answer own = cluster.client(s2).get("/messages?at-least=1");
    assertThat(own).hasStatus(200);
    assertThat(own.header("Replog-Length")).isEqualTo("2");
    assertThat(own.text()).contains("Msg1", "Msg2");
    eventuallySameLog(cluster, s1, s2);
  }
}
