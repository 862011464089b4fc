package io.replog.election.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.replog.election.Grant;
import io.replog.election.Peer;
import io.replog.election.RemovedException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who belongs to a group, and what becomes of those who do not. */
@Timeout(180)
class MembersTest {

  @TempDir Path folder;

  private Group group;

  @BeforeEach
  void foundAloneAndAddTwo() {
    group = new Group(folder);
    group.three();
  }

  @AfterEach
  void close() {
    group.close();
  }

  @Test
  void aRemovedPeerNeverLeadsAndIsToldSoAndCanBeAddedAgain() throws Exception {
    Node leader = group.leaderOf(group.nodes());
    Node removed = group.node(2);
    Node other = group.node(1);
    group.members(leader, other);
    assertThat(leader.elections().members()).containsExactlyInAnyOrder(leader.peer(), other.peer());
    Group.until(() -> removed.heard().words().contains("ended"));
    assertThat(removed.heard().why()).isInstanceOf(RemovedException.class);
    assertThat(removed.heard().reigns()).containsExactly("ended");
    assertThat(removed.elections().leader()).isEmpty();
    removed.close();

    // Started again it waits: the others can do without it, and it cannot lead them.
    removed.start();
    Grant grant = leader.grant(2);
    leader.close();
    Group.until(() -> other.elections().leader().isEmpty());
    assertThatThrownBy(() -> other.elections().handOver(removed.id()).get(60, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class);
    leader.start();
    Node next = group.leaderOf(List.of(leader, other));
    assertThat(removed.heard().reigns()).isEmpty();

    // With its folder, it can be added again.
    group.members(next, next == leader ? other : leader, removed);
    group.allKnow(grant, group.nodes());
    next.elections().handOver(removed.id()).get(60, TimeUnit.SECONDS);
    assertThat(group.leaderOf(group.nodes())).isSameAs(removed);
  }

  @Test
  void aPeerThatLostItsDiskComesBackUnderANewId() throws Exception {
    Node leader = group.leaderOf(group.nodes());
    Node lost = group.node(2);
    lost.close();
    Peer place = lost.peer();
    Node wiped = group.add("n3.0000abcd", place.port()).start();
    Group.until(() -> wiped.elections().members().isEmpty());
    assertThatThrownBy(() -> leader.elections().handOver(wiped.id()).get(60, TimeUnit.SECONDS))
        .hasMessageContaining("not in");
    group.members(leader, group.node(1), wiped);
    Grant grant = leader.grant(5);
    List<Node> now = List.of(leader, group.node(1), wiped);
    group.allKnow(grant, now);
    leader.elections().handOver(wiped.id()).get(60, TimeUnit.SECONDS);
    assertThat(group.leaderOf(now)).isSameAs(wiped);
    group.allKnow(wiped.grant(6), now);
  }

  @Test
  void aGroupMovesToOtherNodes() throws Exception {
    Node leader = group.leaderOf(group.nodes());
    Node fourth = group.add("n4.00000004").start();
    Node fifth = group.add("n5.00000005").start();
    group.members(leader, fourth, fifth);
    Group.until(() -> group.node(1).heard().words().contains("ended"));
    Group.until(() -> group.node(2).heard().words().contains("ended"));
    leader.elections().handOver(fourth.id()).get(60, TimeUnit.SECONDS);
    group.leaderOf(List.of(leader, fourth, fifth));
    group.members(fourth, fifth);
    assertThat(fourth.elections().members()).containsExactlyInAnyOrder(fourth.peer(), fifth.peer());
    group.allKnow(fourth.grant(8), List.of(fourth, fifth));
  }

  @Test
  void aPeerThatIsAwayIsNotAddedAndHindersNothing() throws Exception {
    Node leader = group.leaderOf(group.nodes());
    Node away = group.add("n4.00000004");
    List<Peer> four = group.nodes().stream().map(Node::peer).toList();
    assertThatThrownBy(() -> leader.elections().members(four).get(60, TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class);
    assertThat(leader.elections().members()).hasSize(3).doesNotContain(away.peer());
    leader.grant(4);
    away.start();
    group.members(leader, group.node(1), group.node(2), away);
    group.allKnow(leader.grant(5), group.nodes());
  }

  @Test
  void aMemberOfAGroupFoundsNone() {
    assertThatThrownBy(() -> group.node(1).elections().found())
        .isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> group.node(0).elections().found())
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void theEnginesLogStaysSmallAndANewPeerIsFilledFromASnapshot() throws Exception {
    Node leader = group.leaderOf(group.nodes());
    for (int epoch = 1; epoch <= 200; epoch++) {
      leader.grant(epoch);
    }
    Grant last = leader.grant(201);
    group.allKnow(last, group.nodes());
    for (Node node : group.nodes()) {
      assertThat(bytesIn(node.folder())).isLessThan(3L * Node.SMALL.segmentBytes());
      assertThat(named(node.folder(), "snapshot")).isBetween(1L, 2L * 2);
    }
    Node fourth = group.add("n4.00000004").start();
    group.members(leader, group.node(1), group.node(2), fourth);
    group.allKnow(last, group.nodes());
    assertThat(named(fourth.folder(), "snapshot")).isPositive();
    group.close();
    fourth.start();
    Group.until(() -> fourth.elections().state().grant().isPresent());
    assertThat(fourth.elections().state().grant()).contains(last);
  }

  private static long bytesIn(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).mapToLong(file -> file.toFile().length()).sum();
    }
  }

  private static long named(Path folder, String start) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      return files.filter(file -> file.getFileName().toString().startsWith(start)).count();
    }
  }
}
