package io.replog.election.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.replog.election.ControlState;
import io.replog.election.ElectionException;
import io.replog.election.Grant;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How one node's engine begins and ends. */
@Timeout(180)
class EndsTest {

  @TempDir Path folder;

  private Group group;

  @BeforeEach
  void nobody() {
    group = new Group(folder);
  }

  @AfterEach
  void close() {
    group.close();
  }

  private Node alone() {
    Node node = group.add("n1.00000001").start();
    node.elections().found();
    Group.until(node::reigns);
    return node;
  }

  @Test
  void anEngineThatClosesItselfIsTheEnd() throws Exception {
    Node node = alone();
    // As it does after a pause of the process that is longer than its threshold.
    node.elections().engine().server().close();
    Group.until(() -> node.heard().words().contains("ended"));
    assertThat(node.heard().reigns()).endsWith("deposed", "ended");
    assertThat(node.elections().leader()).isEmpty();
    Grant late = new Grant(1, node.id(), 1, "late", "log-1");
    assertThatThrownBy(() -> node.elections().grant(late).get(60, TimeUnit.SECONDS))
        .hasCauseInstanceOf(ElectionException.class);
    node.close();
    assertThat(node.heard().reigns()).endsWith("deposed", "ended");
  }

  @Test
  void aGroupThatFailsInsideTheEngineIsTheEnd() throws Exception {
    Node node = alone();
    node.elections().engine().server().getDivision(Engine.GROUP).close();
    Group.until(() -> node.heard().words().contains("ended"));
    assertThat(node.heard().reigns()).endsWith("deposed", "ended");
  }

  @Test
  void anEngineThatCannotBindIsTheEndButNotOfTheProcess() throws Exception {
    Thread.UncaughtExceptionHandler handler = Thread.getDefaultUncaughtExceptionHandler();
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      Node node = group.add("n1.00000001", taken.getLocalPort()).start();
      Group.until(() -> node.heard().words().contains("ended"));
      assertThat(node.heard().words()).containsExactly("ended");
      assertThat(node.elections().state()).isEqualTo(ControlState.EMPTY);
      assertThatThrownBy(() -> node.elections().found()).isInstanceOf(ElectionException.class);
      assertThat(Thread.getDefaultUncaughtExceptionHandler()).isSameAs(handler);
    }
  }

  @Test
  void aDamagedFolderIsTheEndAndIsNotFormatted() throws Exception {
    Node node = alone();
    node.grant(1);
    node.close();
    Path meta;
    try (Stream<Path> files = Files.walk(node.folder())) {
      meta = files.filter(file -> file.endsWith("raft-meta")).findFirst().orElseThrow();
    }
    Files.delete(meta);
    node.start();
    Group.until(() -> node.heard().words().contains("ended"));
    assertThat(node.heard().words()).containsExactly("ended");
  }

  @Test
  void closingTellsTheListenerNothing() {
    Node node = alone();
    List<String> before = List.copyOf(node.heard().words());
    node.close();
    assertThat(node.heard().words()).isEqualTo(before);
    assertThatThrownBy(() -> node.elections().start(node.heard()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void aNodeThatNobodyAddedWaits() {
    Node node = group.add("n1.00000001").start();
    Group.until(() -> Files.exists(node.folder()) && node.elections().term() == 0);
    assertThat(node.elections().members()).isEmpty();
    assertThat(node.elections().leader()).isEmpty();
    assertThat(node.heard().words()).isEmpty();
    node.close();
    // Restarted, it can still found.
    node.start();
    node.elections().found();
    Group.until(node::reigns);
  }

  @Test
  void aGrantIsThereAfterAKill() throws Exception {
    Node node = alone();
    Grant grant = node.grant(1);
    Path copy = folder.resolve("copy");
    copy(node.folder(), copy);
    Node killed = new Node(copy, node.id());
    node.close();
    try (Node again = killed.start()) {
      Group.until(again::reigns);
      assertThat(again.elections().state().grant()).contains(grant);
    }
  }

  /** Without the lock of the process that still runs, as after its death. */
  private static void copy(Path from, Path to) throws Exception {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        if (!file.endsWith("in_use.lock")) {
          Files.copy(file, to.resolve(from.relativize(file)));
        }
      }
    }
  }
}
