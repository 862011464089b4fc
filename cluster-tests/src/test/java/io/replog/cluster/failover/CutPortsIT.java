package io.replog.cluster.failover;

import static io.replog.cluster.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.client.Answer;
import io.replog.cluster.client.Field;
import io.replog.cluster.failover.Wires.Port;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * The engine and the messages go over two ports. Where one of them is cut and the other works, the
 * engine may elect a node that cannot take over, or keep a master that reaches nobody. What a
 * majority acknowledged stays, and writing goes on once the port works again. All tests share one
 * cluster, which each of them leaves whole.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CutPortsIT {

  private static final List<String> ALL = List.of("n1", "n2", "n3");
  private static final Set<Port> HTTP = EnumSet.of(Port.HTTP);
  private static final Set<Port> ELECTION = EnumSet.of(Port.ELECTION);

  private final List<String> acknowledged = new ArrayList<>();
  private EqualNodes nodes;
  private Wires wires;
  private String test;

  @BeforeAll
  void start(@TempDir Path home) {
    nodes = new EqualNodes(home, "cut-ports", ALL.toArray(String[]::new));
    wires = nodes.wire();
    nodes.start();
    ALL.forEach(nodes::awaitStart);
  }

  @BeforeEach
  void begin(TestInfo info) {
    test = info.getTestMethod().orElseThrow().getName();
    writeEverywhere("before");
  }

  @AfterEach
  void heal() {
    wires.heal();
  }

  @AfterAll
  void stop() {
    nodes.close();
  }

  private void writeEverywhere(String what) {
    for (String node : ALL) {
      String id = test + "-" + what + "-" + node;
      eventually(
          () -> {
            Answer answer = write(node, id);
            assertThat(answer.status()).as(answer::toString).isIn(200, 201);
          });
      acknowledged.add(id);
    }
  }

  private Answer write(String node, String id) {
    return nodes
        .client(node)
        .post("text", Field.id(id), Field.w("majority"), Field.timeout(Duration.ofSeconds(2)));
  }

  /** Writes through each node while the harm lasts, and keeps the ids of what was acknowledged. */
  private void writeMeanwhile(String what) {
    for (int i = 0; i < 3; i++) {
      for (String node : ALL) {
        String id = test + "-" + what + "-" + i + "-" + node;
        int status = write(node, id).status();
        assertThat(status).isIn(200, 201, 503, 504);
        if (status < 300) {
          acknowledged.add(id);
        }
      }
    }
  }

  private void assertAllIsThere() {
    writeEverywhere("after");
    nodes.awaitMessages(ALL, acknowledged);
    for (String node : ALL) {
      eventually(
          () ->
              assertThat(nodes.messageIds(node))
                  .as(node)
                  .isEqualTo(nodes.messageIds(ALL.getFirst())));
    }
  }

  @Test
  void aMasterWithoutItsElectionPortIsReplacedAndNothingIsLost() {
    String first = nodes.awaitMaster(ALL);
    wires.cut(first, ELECTION);
    writeMeanwhile("cut");
    eventually(() -> assertThat(nodes.awaitMaster(nodes.others(first))).isNotEqualTo(first));
    writeEverywhere("replaced");
    wires.heal();
    assertAllIsThere();
  }

  @Test
  void aMasterWithoutItsHttpPortHandsOverAndNothingIsLost() {
    String first = nodes.awaitMaster(ALL);
    wires.cut(first, HTTP);
    writeMeanwhile("cut");
    eventually(() -> assertThat(nodes.awaitMaster(nodes.others(first))).isNotEqualTo(first));
    for (String node : nodes.others(first)) {
      eventually(() -> assertThat(write(node, "handed-over-" + node).status()).isIn(200, 201));
      acknowledged.add("handed-over-" + node);
    }
    wires.heal();
    assertAllIsThere();
  }

  @Test
  void aMasterThatIsHeardButDoesNotHearLosesNothing() {
    wires.deafen(nodes.awaitMaster(ALL), Port.ALL);
    writeMeanwhile("deaf");
    wires.heal();
    assertAllIsThere();
  }

  @Test
  void aMasterThatHearsButIsNotHeardLosesNothing() {
    wires.mute(nodes.awaitMaster(ALL), Port.ALL);
    writeMeanwhile("mute");
    wires.heal();
    assertAllIsThere();
  }

  @Test
  void handOversInARowLoseNothing() {
    for (int i = 0; i < 6; i++) {
      String heir = ALL.get(i % ALL.size());
      Answer answer =
          nodes.client(heir).command("POST", "/cluster/transfer", "{\"to\":\"" + heir + "\"}");
      assertThat(answer.status()).as(answer::toString).isIn(200, 202, 503);
      writeMeanwhile("hand-over-" + i);
    }
    assertAllIsThere();
  }
}
