package io.replog.cluster.faults;

import static io.replog.cluster.client.AnswerAssert.assertThat;
import static io.replog.cluster.client.Field.id;
import static io.replog.cluster.client.Field.w;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.replog.cluster.OnProcesses;
import io.replog.cluster.Scenarios;
import io.replog.cluster.client.Answer;
import io.replog.cluster.client.Client;
import io.replog.cluster.client.Entry;
import io.replog.cluster.nodes.Topology;
import io.replog.cluster.nodes.process.ProcessCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A byte of a stored file that is not as it was written. */
class DamagedDiskIT extends Scenarios implements OnProcesses {

  private static final int MESSAGES = 40;
  private static final int DAMAGED = 20;

  private final Random random = new Random(1);
  private ProcessCluster cluster;
  private Client client;
  private List<Entry> log;

  /** Two starts: the first moves what was written to files that the second reads. */
  @BeforeEach
  void fillFiles() {
    cluster = (ProcessCluster) cluster(Topology.masterAnd(1));
    cluster.start(master, s1);
    client = cluster.client(master);
    List<String> messages = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      byte[] noise = new byte[15_000]; // Is stored as it is, in blocks of its own.
      random.nextBytes(noise);
      messages.add(Base64.getEncoder().encodeToString(noise));
    }
    assertThat(client.postBatch(2, messages)).isCreated();
    log = client.entries();
    cluster.restart(master);
    cluster.stop(master);
  }

  @Test
  void g8_damageIsToldToThoseWhoMeetItAndNeverLooksLikeAWholeAnswer() throws IOException {
    damage(DAMAGED);
    cluster.start(master);

    assertIsDamage(client.get("/messages/" + DAMAGED));
    assertIsDamage(client.get("/messages?from=%d&limit=1".formatted(DAMAGED)));
    assertIsDamage(client.get("/messages/by-id/" + log.get(DAMAGED).id()));
    for (String whole : List.of("/messages", "/full_messages", "/messages/stream?from=0")) {
      assertThatThrownBy(() -> client.get(whole)).isInstanceOf(UncheckedIOException.class);
    }
    assertThatThrownBy(() -> client.get("/messages", "Accept", "application/x-ndjson"))
        .isInstanceOf(UncheckedIOException.class);

    Answer again = client.post(log.get(DAMAGED).message(), w(1), id(log.get(DAMAGED).id()));
    assertIsDamage(again);
    assertThat(again.text()).contains("nothing was stored");
    assertThat(client.post("another", w(2))).isCreated().hasOrder(MESSAGES);
    assertThat(client.get("/messages/" + (DAMAGED - 1))).hasStatus(200);
    assertThat(client.get("/health")).hasStatus(200);
  }

  @Test
  void aStartOnDamagedFilesTellsWhatToDoAndThatHelps() throws IOException {
    damage(MESSAGES - 1);
    cluster.launch(master);
    assertThat(cluster.awaitExit(master)).isNotZero();

    Path rocksdb = cluster.data(master).resolve("rocksdb");
    assertThat(cluster.log(master).lines().filter(line -> line.contains("ERROR")))
        .satisfiesExactly(
            line -> assertThat(line).contains("cannot start: ", "DATA_DIR", rocksdb + "/"),
            line -> assertThat(line).contains("what to do: move the folder rocksdb in ", "aside"));

    Files.move(rocksdb, rocksdb.resolveSibling("damaged"));
    cluster.set(master, "SECONDARIES", cluster.client(s1).node().toString());
    cluster.start(master);
    assertThat(client.entries()).isEqualTo(log);
    assertThat(client.post("it goes on", w(2))).isCreated().hasOrder(MESSAGES);
  }

  private static void assertIsDamage(Answer answer) {
    assertThat(answer).isProblem(500, "storage");
    assertThat(answer.text()).contains("order " + DAMAGED, ".sst");
  }

  /** Changes a byte in the middle of a message where the master's files have it. */
  private void damage(int order) throws IOException {
    byte[] part = log.get(order).message().substring(9_000, 9_064).getBytes(StandardCharsets.UTF_8);
    int found = 0;
    try (Stream<Path> files = Files.list(cluster.data(master).resolve("rocksdb"))) {
      for (Path file : files.filter(each -> each.toString().endsWith(".sst")).toList()) {
        byte[] bytes = Files.readAllBytes(file);
        int at = indexOf(bytes, part);
        if (at >= 0) {
          bytes[at] ^= 1;
          Files.write(file, bytes);
          found++;
        }
      }
    }
    assertThat(found).as("files with order " + order).isEqualTo(1);
  }

  private static int indexOf(byte[] bytes, byte[] part) {
    // Bytes and characters of this charset are the same.
    return new String(bytes, StandardCharsets.ISO_8859_1)
        .indexOf(new String(part, StandardCharsets.ISO_8859_1));
  }
}
