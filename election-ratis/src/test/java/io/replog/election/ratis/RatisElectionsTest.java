package io.replog.election.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.replog.election.ElectionException;
import io.replog.election.Grant;
import io.replog.election.Peer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Three nodes in one process, on real sockets and files. */
@Timeout(180)
class RatisElectionsTest {

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
  void oneIsElectedAndAllKnowItAndItsGrant() throws Exception {
    Node leader = group.leaderOf(group.nodes());
    assertThat(leader).isSameAs(group.node(0));
    Grant grant = leader.grant(7);
    group.allKnow(grant, group.nodes());
    for (Node node : group.nodes()) {
      assertThat(node.elections().members())
          .containsExactlyInAnyOrderElementsOf(group.nodes().stream().map(Node::peer).toList());
    }
    assertThat(group.node(1).heard().reigns()).isEmpty();
    assertThat(group.node(2).heard().reigns()).isEmpty();
  }

  @Test
  void whenTheLeaderIsGoneAnotherIsElectedInALaterTermAndTheGrantSurvives() throws Exception {
    Node first = group.leaderOf(group.nodes());
    Grant grant = first.grant(1);
    List<Node> rest = group.others(first);
    first.close();
    Node second = group.leaderOf(rest);
    assertThat(second.heard().reign().orElseThrow()).isGreaterThan(grant.term());
    assertThat(second.elections().state().grant()).contains(grant);
    Grant next = second.grant(2);
    group.allKnow(next, rest);
  }

  @Test
  void nodeWhoseFilesAFullDiskHasEmptiedGoesOnInATermInWhichItHasNotVoted() throws Exception {
    Node first = group.leaderOf(group.nodes());
    Grant grant = first.grant(1);
    group.nodes().forEach(Node::close);
    for (Node node : group.nodes()) {
      Path file =
          node.folder().resolve(Engine.GROUP.getUuid().toString()).resolve("current/raft-meta");
      assertThat(Files.readString(file)).contains("term=");
      Files.writeString(file, "");
      Path members = file.resolveSibling("raft-meta.conf");
      assertThat(members).isNotEmptyFile();
      Files.writeString(members, "");
    }

    group.nodes().forEach(Node::start);

    Node second = group.leaderOf(group.nodes());
    assertThat(second.heard().reign().orElseThrow()).isGreaterThan(Node.KNOWN);
    assertThat(second.elections().state().grant()).contains(grant);
    assertThat(second.elections().members()).hasSize(group.nodes().size());
  }

  @Test
  void leadershipIsHandedOver() throws Exception {
    Node first = group.leaderOf(group.nodes());
    Node second = group.others(first).getFirst();
    first.elections().handOver(second.id()).get(60, TimeUnit.SECONDS);
    assertThat(group.leaderOf(group.nodes())).isSameAs(second);
    assertThat(first.heard().reigns()).last().isEqualTo("deposed");
    assertThat(first.heard().words()).last().isEqualTo("leader " + second.id());
  }

  @Test
  void aGrantOfANodeThatWasDeposedFails() throws Exception {
    Node first = group.leaderOf(group.nodes());
    long term = first.heard().reign().orElseThrow();
    Node second = group.others(first).getFirst();
    first.elections().handOver(second.id()).get(60, TimeUnit.SECONDS);
    group.leaderOf(group.nodes());
    Grant late = new Grant(term, first.id(), 9, "late", "log-1");
    assertThatThrownBy(() -> first.elections().grant(late).get(60, TimeUnit.SECONDS))
        .hasCauseInstanceOf(ElectionException.class);
    // Not even a node that leads can commit what was meant for another term.
    assertThatThrownBy(() -> second.elections().grant(late).get(60, TimeUnit.SECONDS))
        .hasCauseInstanceOf(ElectionException.class)
        .hasMessageContaining("was meant for term " + term);
    group.allKnow(second.grant(10), group.nodes());
  }

  @Test
  void aLeaderWithoutAMajorityIsDeposedAndReignsAgainOnlyWithOne() throws Exception {
    Node leader = group.leaderOf(group.nodes());
    Grant grant = leader.grant(1);
    List<Node> rest = group.others(leader);
    rest.forEach(Node::close);
    Group.until(() -> !leader.reigns());
    assertThat(leader.heard().reigns()).last().isEqualTo("deposed");
    assertThatThrownBy(() -> leader.elections().grant(grant).get(60, TimeUnit.SECONDS))
        .hasCauseInstanceOf(ElectionException.class);
    Group.until(() -> leader.heard().words().getLast().equals("leader unknown"));
    assertThat(leader.elections().leader()).isEmpty();
    Node back = rest.getFirst().start();
    Node next = group.leaderOf(List.of(leader, back));
    assertThat(next.heard().reign().orElseThrow()).isGreaterThan(grant.term());
  }

  @Test
  void onlyTheLeaderChangesMembersAndNeverWithoutItself() {
    Node leader = group.leaderOf(group.nodes());
    Node other = group.others(leader).getFirst();
    List<Peer> all = group.nodes().stream().map(Node::peer).toList();
    assertThatThrownBy(() -> other.elections().members(all).get(60, TimeUnit.SECONDS))
        .hasCauseInstanceOf(ElectionException.class);
    assertThatThrownBy(() -> leader.elections().members(List.of(other.peer())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void theGroupComesBackFromItsFolders() throws Exception {
    Node leader = group.leaderOf(group.nodes());
    Grant grant = leader.grant(3);
    group.allKnow(grant, group.nodes());
    group.close();
    group.node(1).start();
    // A node that hears of nobody knows that a log exists, and leads nobody.
    Group.until(() -> group.node(1).elections().state().grant().isPresent());
    assertThat(group.node(1).elections().state().grant()).contains(grant);
    assertThat(group.node(1).reigns()).isFalse();
    group.node(0).start();
    group.node(2).start();
    Node next = group.leaderOf(group.nodes());
    assertThat(next.heard().reign().orElseThrow()).isGreaterThan(grant.term());
    group.allKnow(grant, group.nodes());
  }

  @Test
  void theListenerHearsInOrderAndFromOneThread() throws Exception {
    Node first = group.leaderOf(group.nodes());
    Node second = group.others(first).getFirst();
    first.elections().handOver(second.id()).get(60, TimeUnit.SECONDS);
    group.leaderOf(group.nodes());
    second.elections().handOver(first.id()).get(60, TimeUnit.SECONDS);
    group.leaderOf(group.nodes());
    for (Node node : group.nodes()) {
      assertThat(node.heard().threads()).hasSize(1);
    }
    List<String> reigns = first.heard().reigns();
    assertThat(reigns).hasSize(3).element(1).isEqualTo("deposed");
    assertThat(termOf(reigns.get(2))).isGreaterThan(termOf(reigns.get(0)));
    assertThat(second.heard().reigns()).hasSize(2).last().isEqualTo("deposed");
  }

  private static long termOf(String elected) {
    assertThat(elected).startsWith("elected ");
    return Long.parseLong(elected.substring("elected ".length()));
  }
}
