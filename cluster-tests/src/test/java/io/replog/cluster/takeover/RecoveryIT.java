package io.replog.cluster.takeover;

import static io.replog.cluster.client.AnswerAssert.assertThat;
import static io.replog.cluster.client.Field.id;
import static io.replog.cluster.client.Field.w;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.Answers;
import io.replog.cluster.Eventually;
import io.replog.cluster.OnProcesses;
import io.replog.cluster.Scenarios;
import io.replog.cluster.client.Answer;
import io.replog.cluster.client.Client;
import io.replog.cluster.client.Entry;
import io.replog.cluster.client.Secondary;
import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Node;
import io.replog.cluster.nodes.Topology;
import io.replog.cluster.nodes.process.ProcessCluster;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A master that lost its disk, or the end of it. */
class RecoveryIT extends Scenarios implements OnProcesses {

  @Test
  void aNewMasterWithAnEmptyDiskGoesOnWithTheLogOfItsSecondaries() {
    Cluster cluster = cluster(Topology.masterAnd(2));
    cluster.start(master, s1, s2);
    Client old = cluster.client(master);
    List<Answer> posted =
        Answers.await(Answers.sideBySide(100, i -> old.postAsync("m-" + i, w(3), id("id-" + i))));
    List<Entry> log = eventuallySameLog(cluster, s1, s2);
    long epoch = old.health().path("epoch").asLong();

    cluster.kill(master);
    Node another = Node.master(2);
    cluster.start(another);
    Client client = cluster.client(another);
    assertThat(client.entries()).isEqualTo(log);
    assertThat(client.health().path("epoch").asLong()).isGreaterThan(epoch);
    assertThat(client.post("m-7", w(3), id("id-7"))).isDuplicate().hasOrder(posted.get(7).order());
    assertThat(client.post("other", w(1), id("id-7"))).isProblem(409, "id-conflict");
    assertThat(client.post("it goes on", w(3))).isCreated().hasOrder(100);
    for (Node secondary : List.of(s1, s2)) {
      assertThat(cluster.client(secondary).messages()).hasSize(101).contains("it goes on");
    }
  }

  @Test
  void anOlderCopyOfTheMastersDiskIsBroughtUpFromTheSecondaries(@TempDir Path copy)
      throws IOException {
    ProcessCluster cluster = (ProcessCluster) cluster(Topology.masterAnd(1));
    cluster.start(master, s1);
    Client client = cluster.client(master);
    assertThat(client.post("in the copy", w(2), id("one"))).isCreated();
    cluster.stop(master);
    Disk.copy(cluster.data(master), copy);
    cluster.start(master);
    assertThat(client.post("not in the copy", w(2), id("two"))).isCreated().hasOrder(1);
    cluster.kill(master);
    cluster.wipe(master);
    Disk.copy(copy, cluster.data(master));

    cluster.start(master);
    assertThat(client.messages()).containsExactly("in the copy", "not in the copy");
    assertThat(client.post("not in the copy", w(2), id("two"))).isDuplicate().hasOrder(1);
    assertThat(client.post("new", w(2))).isCreated().hasOrder(2);
  }

  @Test
  void anEmptyMasterRefusesToChooseBetweenDifferentLogs() {
    Cluster cluster =
        cluster(Topology.masterAnd(2).set(s1, "MASTER_URL", "").set(s2, "MASTER_URL", ""));
    cluster.start(s1, s2);
    for (Node secondary : List.of(s1, s2)) {
      Entry own = new Entry(0, "id", "of " + secondary);
      assertThat(
              Secondary.at(cluster.client(secondary))
                  .replicate(1, UUID.randomUUID().toString(), own))
          .hasStatus(200);
    }
    cluster.launch(master);
    Client client = cluster.client(master);
    Eventually.eventually(
        () -> {
          Answer health = client.get("/health");
          assertThat(health).hasStatus(503).hasMember("mode", "recovering");
          assertThat(health.text()).contains("different logs");
        });
    assertThat(client.post("whose?", w(1))).isProblem(503, "recovering");

    cluster.kill(s2);
    Eventually.eventually(() -> assertThat(client.messages()).containsExactly("of " + s1));
    Eventually.eventually(() -> assertThat(client.post("goes on", w(2))).isCreated());
    assertThat(cluster.client(s1).messages()).containsExactly("of " + s1, "goes on");
  }
}
