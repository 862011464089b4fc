package io.replog.cluster.writing;

import static io.replog.cluster.client.AnswerAssert.assertThat;
import static io.replog.cluster.client.Field.w;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.Answers;
import io.replog.cluster.OnProcesses;
import io.replog.cluster.Scenarios;
import io.replog.cluster.client.Answer;
import io.replog.cluster.client.Client;
import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Topology;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * The rule of the first iteration is itself about time: a client waits for the slowest secondary,
 * not for the sum. The bounds lie between the one and the other.
 */
class BlockingReplicationIT extends Scenarios implements OnProcesses {

  private Cluster cluster;
  private Client client;

  @BeforeAll
  void startWithTwoSlowSecondaries() {
    cluster =
        cluster(
            Topology.masterAnd(2)
                .set(s1, "REPLICATION_DELAY", "2.0")
                .set(s2, "REPLICATION_DELAY", "1.5"));
    cluster.start(master, s1, s2);
    client = cluster.client(master);
    assertThat(client.post("the first takes longer, as connections are made", w(3))).isCreated();
  }

  @Test
  void withoutWAPostTakesAsLongAsTheSlowestSecondaryAndNotTheSum() {
    long start = System.nanoTime();
    assertThat(client.post("Msg1"))
        .isCreated()
        .isAcknowledgedBy("master", "secondary-1", "secondary-2");
    assertThat(Duration.ofNanos(System.nanoTime() - start))
        .isBetween(Duration.ofMillis(2_000), Duration.ofMillis(3_400));
    assertThat(cluster.client(s1).messages()).contains("Msg1");
    assertThat(cluster.client(s2).messages()).contains("Msg1");
  }

  @Test
  void eightSideBySideTakeAboutAsLongAsOne() {
    long start = System.nanoTime();
    List<Answer> answers = Answers.await(Answers.sideBySide(8, i -> client.postAsync("Par" + i)));
    Duration all = Duration.ofNanos(System.nanoTime() - start);
    assertThat(answers).allSatisfy(answer -> assertThat(answer).isCreated());
    assertThat(all).isBetween(Duration.ofMillis(2_000), Duration.ofMillis(5_000));
    assertThat(eventuallySameLog(cluster, s1, s2)).extracting("message").contains("Par0", "Par7");
  }
}
