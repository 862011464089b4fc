package io.replog.cluster.faults;

import static io.replog.cluster.client.AnswerAssert.assertThat;
import static io.replog.cluster.client.Field.id;
import static io.replog.cluster.client.Field.timeout;
import static io.replog.cluster.client.Field.w;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.Answers;
import io.replog.cluster.Eventually;
import io.replog.cluster.OnProcesses;
import io.replog.cluster.Scenarios;
import io.replog.cluster.client.Answer;
import io.replog.cluster.client.Client;
import io.replog.cluster.client.Entry;
import io.replog.cluster.nodes.Node;
import io.replog.cluster.nodes.Topology;
import io.replog.cluster.nodes.process.ProcessCluster;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A disk that answers fsync, or write, with an I/O error, and later seems to be well again. */
class DiskErrorIT extends Scenarios implements OnProcesses {

  private static final int WHILE_FAILING = 20;

  private ProcessCluster cluster;
  private Client client;
  private FaultySystem belowMaster;
  private FaultySystem belowSecondary;
  private List<String> before;

  @BeforeAll
  void startTwo() throws IOException {
    cluster = (ProcessCluster) cluster(Topology.masterAnd(1));
    belowMaster = FaultySystem.below(cluster, master);
    belowSecondary = FaultySystem.below(cluster, s1);
    cluster.start(master, s1);
    client = cluster.client(master);
  }

  @BeforeEach
  void write() {
    for (int i = 0; i < 5; i++) {
      assertThat(client.post("before " + i, w(2))).isCreated();
    }
    before = client.messages();
  }

  @ParameterizedTest
  @EnumSource(FaultySystem.Disk.class)
  void aMasterThatCouldNotWriteOnceWritesNoMoreUntilItIsStartedAnew(FaultySystem.Disk call)
      throws IOException {
    belowMaster.fail(call, true);
    List<Answer> refused =
        Answers.await(
            Answers.sideBySide(
                WHILE_FAILING, i -> client.postAsync("failed " + i, w(1), id(call + "-" + i))));
    assertThat(refused).allSatisfy(answer -> assertThat(answer).isProblem(507, "storage"));
    assertShowsOnlyWhatWasBefore(master);

    belowMaster.fail(call, false);
    assertThat(client.post("too early", w(1))).isProblem(507, "storage");
    assertThat(client.get("/health").text()).contains("start this node anew");
    assertShowsOnlyWhatWasBefore(master);
    assertThat(cluster.client(s1).messages()).isEqualTo(before);

    cluster.restart(master);
    assertThat(client.messages().subList(0, before.size())).isEqualTo(before);
    for (int i = 0; i < WHILE_FAILING; i++) {
      Answer again = client.post("failed " + i, w(2), id(call + "-" + i));
      assertThat(again.status()).isIn(200, 201);
    }
    List<Entry> log = eventuallySameLog(cluster, s1);
    assertThat(log).hasSize(before.size() + WHILE_FAILING);
    assertThat(log).extracting(Entry::id).doesNotHaveDuplicates();
  }

  @ParameterizedTest
  @EnumSource(FaultySystem.Disk.class)
  void aSecondaryThatCouldNotWriteOnceAcknowledgesNothingUntilItIsStartedAnew(
      FaultySystem.Disk call) throws IOException {
    belowSecondary.fail(call, true);
    CompletableFuture<Answer> waiting = client.postAsync("waits", w(2));
    Eventually.eventually(() -> assertThat(cluster.client(s1).get("/health")).hasStatus(503));
    assertShowsOnlyWhatWasBefore(s1);
    assertThat(client.post("by the master alone", w(1))).isCreated().hasOrder(before.size() + 1);

    belowSecondary.fail(call, false);
    Answer late = client.post("too early", w(2), timeout(Duration.ofSeconds(1)));
    assertThat(late).isProblem(504, "write-concern-timeout");
    assertThat(late.acks()).containsExactly("master");
    assertShowsOnlyWhatWasBefore(s1);
    assertThat(waiting).isNotDone();

    cluster.restart(s1);
    assertThat(Answers.await(waiting)).isCreated().isAcknowledgedBy("secondary-1");
    assertThat(eventuallySameLog(cluster, s1))
        .extracting(Entry::message)
        .startsWith(before.toArray(String[]::new))
        .endsWith("waits", "by the master alone", "too early");
  }

  /** A master puts its new epoch on the disk before it uses it. */
  @Test
  void aMasterThatCannotWriteAtItsStartTakesNothing() throws IOException {
    cluster.kill(master);
    belowMaster.fail(FaultySystem.Disk.SYNC, true);
    String logBefore = cluster.log(master);
    cluster.launch(master);
    assertThat(cluster.awaitExit(master)).isNotZero();
    String log = cluster.log(master).substring(logBefore.length());
    assertThat(log.lines().filter(line -> line.contains("ERROR")))
        .singleElement()
        .asString()
        .contains("cannot start", "DATA_DIR", "Input/output error");

    belowMaster.fail(FaultySystem.Disk.SYNC, false);
    cluster.start(master);
    assertThat(client.messages()).isEqualTo(before);
    assertThat(client.post("it goes on", w(2))).isCreated().hasOrder(before.size());
  }

  private void assertShowsOnlyWhatWasBefore(Node node) {
    Client asked = cluster.client(node);
    assertThat(asked.messages()).isEqualTo(before);
    assertThat(asked.get("/health")).hasStatus(503).hasMember("status", "DOWN");
    assertThat(asked.get("/actuator/health/readiness")).hasStatus(503);
    assertThat(asked.get("/actuator/health/liveness")).hasStatus(200);
  }
}
