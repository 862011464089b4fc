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
import io.replog.cluster.nodes.Node;
import io.replog.cluster.nodes.Topology;
import io.replog.cluster.nodes.process.ProcessCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Copies that nodes write of themselves while they work, and going on from such a copy. */
class BackupIT extends Scenarios implements OnProcesses {

  private ProcessCluster cluster;
  private Client client;

  @BeforeAll
  void startTwo() {
    cluster = (ProcessCluster) cluster(Topology.masterAnd(1));
    cluster.start(master, s1);
    client = cluster.client(master);
  }

  @Test
  void aMasterGoesOnFromACopyThatWasMadeWhileItWasWrittenTo() throws Exception {
    List<CompletableFuture<Answer>> posted =
        Answers.sideBySide(300, i -> client.postAsync("m-" + i, w(2), id("id-" + i)));
    Eventually.eventually(() -> assertThat(client.messages()).hasSizeGreaterThan(20));
    long copied = backUp(master, "monday");
    assertThat(Answers.await(posted)).allSatisfy(answer -> assertThat(answer).isCreated());
    assertThat(client.post("after the copy", w(2))).isCreated();
    List<Entry> log = eventuallySameLog(cluster, s1);
    long epoch = client.health().path("epoch").asLong();

    cluster.kill(master);
    restore(master, broken(master, 1).resolve("backups/monday"), 1);
    cluster.start(master);

    assertThat(copied).isBetween(20L, (long) log.size());
    assertThat(client.entries()).isEqualTo(log);
    assertThat(client.health().path("epoch").asLong()).isGreaterThan(epoch);
    assertThat(client.post("m-7", w(2), id("id-7"))).isDuplicate();
    assertThat(client.post("it goes on", w(2))).isCreated().hasOrder(log.size());
    assertThat(eventuallySameLog(cluster, s1)).hasSize(log.size() + 1);
  }

  @Test
  void aSecondaryGoesOnFromItsCopyAndAMasterFromTheCopyOfASecondary() throws Exception {
    assertThat(client.post("in the copy", w(2))).isCreated();
    int copied = client.messages().size();
    assertThat(backUp(s1, "tuesday")).isEqualTo(copied);
    assertThat(client.post("after the copy", w(2))).isCreated();
    Path copy = broken(s1, 2).resolve("backups/tuesday");

    cluster.kill(s1);
    restore(s1, copy, 2);
    CompletableFuture<Answer> waiting = client.postAsync("while it was away", w(2));
    cluster.start(s1);
    assertThat(Answers.await(waiting)).isCreated();
    List<Entry> log = eventuallySameLog(cluster, s1);
    assertThat(log).hasSize(copied + 2);

    cluster.kill(master);
    restore(master, copy, 2);
    cluster.start(master);
    assertThat(client.entries()).isEqualTo(log);
    assertThat(client.post("it goes on", w(2))).isCreated().hasOrder(copied + 2);
  }

  @Test
  void aBackupOfANameThatExistsIsAConflictAndAFolderThatCannotBeMadeIsNamed() throws IOException {
    backUp(master, "wednesday");
    assertThat(askForBackup(master, "wednesday")).isProblem(409, "backup-exists");

    Path backups = cluster.data(s1).resolve("backups");
    Path aside = backups.resolveSibling("backups-aside");
    boolean madeBefore = Files.exists(backups);
    if (madeBefore) {
      Files.move(backups, aside);
    }
    Files.createFile(backups);
    Answer refused = askForBackup(s1, "wednesday");
    Files.delete(backups);
    if (madeBefore) {
      Files.move(aside, backups);
    }

    assertThat(refused).isProblem(500, "storage");
    assertThat(refused.text()).contains(backups + ": a file is in its place");
    assertThat(cluster.log(s1)).contains(backups + ": a file is in its place");
    backUp(s1, "wednesday");
  }

  private Answer askForBackup(Node node, String name) {
    return cluster.client(node).command("POST", "/actuator/backup", Map.of("name", name));
  }

  private long backUp(Node node, String name) {
    Answer answer = askForBackup(node, name);
    assertThat(answer).hasStatus(201);
    assertThat(Path.of(answer.json().path("path").asText()))
        .isEqualTo(cluster.data(node).resolve("backups").resolve(name));
    return answer.json().path("messages").asLong();
  }

  /** Where a node's former data are put aside. */
  private Path broken(Node node, int time) {
    return cluster.data(node).resolveSibling("data.broken-" + time);
  }

  /** With the commands of docs/operations.md. */
  private void restore(Node node, Path copy, int time) throws IOException, InterruptedException {
    Path data = cluster.data(node);
    String commands =
        "mv %1$s %2$s && mkdir %1$s && cp -a %3$s/rocksdb %1$s/"
            .formatted(data, broken(node, time), copy);
    assertThat(new ProcessBuilder("sh", "-c", commands).inheritIO().start().waitFor()).isZero();
  }
}
