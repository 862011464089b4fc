package io.replog.cluster.failover;

import static io.replog.cluster.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.replog.cluster.client.Answer;
import io.replog.cluster.client.Field;
import io.replog.cluster.faults.FaultySystem;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of an equal node whose disk fails, or is an older one. Each test mends it. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class EqualDisksIT {

  private static final List<String> ALL = List.of("n1", "n2", "n3");

  private final Optional<String> lack = FaultySystem.lack();
  private final Map<String, FaultySystem> systems = new HashMap<>();
  private final List<String> acknowledged = new ArrayList<>();
  private EqualNodes nodes;

  @BeforeAll
  void start(@TempDir Path home) throws IOException {
    nodes = new EqualNodes(home, "equal-disks", ALL.toArray(String[]::new));
    if (lack.isEmpty()) {
      for (String id : ALL) {
        systems.put(
            id,
            FaultySystem.below(
                nodes.data(id),
                home.resolve("faults-" + id),
                (name, value) -> nodes.set(id, name, value)));
      }
    }
    nodes.start();
    nodes.awaitMaster(ALL);
  }

  @AfterAll
  void stop() {
    nodes.close();
  }

  private void write(String at, String id) {
    eventually(
        () -> {
          Answer answer = nodes.client(at).post("text", Field.id(id), Field.w("majority"));
          assertThat(answer.status()).as(answer::toString).isIn(200, 201);
        });
    acknowledged.add(id);
  }

  @Test
  void masterWhoseDiskFailsEndsAndAnotherNodeGoesOn() throws IOException {
    if (lack.isPresent()) {
      System.out.println("skipped: " + lack.get());
      Assumptions.abort(lack.get());
    }
    String failing = nodes.awaitMaster(ALL);
    List<String> rest = nodes.others(failing);
    write(rest.getFirst(), "before");

    systems.get(failing).fail(FaultySystem.Disk.SYNC, true);

    write(rest.getFirst(), "meanwhile");
    assertThat(nodes.exitCode(failing)).isEqualTo(1);
    assertThat(nodes.log(failing)).contains("this node can store nothing more, so it ends");
    assertThat(nodes.awaitMaster(rest)).isNotEqualTo(failing);
    systems.get(failing).fail(FaultySystem.Disk.SYNC, false);
    nodes.start(failing);
    nodes.awaitMaster(ALL);
    nodes.awaitMessages(ALL, acknowledged);
  }

  @Test
  void restoredBackupVotesUnderANewId() throws IOException {
    String master = nodes.awaitMaster(ALL);
    String restored = nodes.others(master).getFirst();
    write(master, "in the backup");
    eventually(() -> assertThat(nodes.client(restored).entries()).isNotEmpty());
    Path backup =
        Path.of(
            nodes
                .client(restored)
                .command("POST", "/actuator/backup", "{\"name\":\"old\"}")
                .json()
                .required("path")
                .textValue());
    write(master, "after the backup");
    String old = nodes.client(restored).health().required("voter").textValue();
    nodes.kill(restored);
    Path copy = nodes.data(restored).resolveSibling("copy");
    copy(backup.resolve("rocksdb"), copy);
    nodes.wipe(restored);
    Files.createDirectories(nodes.data(restored));
    Files.move(copy, nodes.data(restored).resolve("rocksdb"));

    nodes.start(restored);

    eventually(
        () -> {
          String fresh = nodes.client(restored).health().required("voter").textValue();
          assertThat(fresh).isNotEqualTo(old);
          assertThat(voters(restored)).hasSize(3).contains(fresh).doesNotContain(old);
        });
    Map<String, String> url = Map.of("url", nodes.url(restored));
    eventually(
        () ->
            assertThat(nodes.client(restored).command("POST", "/cluster/nodes", url).status())
                .as("it votes and elects")
                .isEqualTo(200));
    nodes.awaitMessages(ALL, acknowledged);
  }

  private List<String> voters(String at) {
    JsonNode cluster = nodes.client(at).get("/cluster").json();
    assertThat(cluster.has("change")).isFalse();
    List<String> voters = new ArrayList<>();
    cluster.required("nodes").forEach(node -> voters.add(node.path("voter").asText()));
    return voters;
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to);
    try (Stream<Path> files = Files.list(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(file.getFileName()));
      }
    }
  }
}
