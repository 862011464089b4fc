package io.replog.election.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.stream.Stream;
import org.apache.ratis.proto.RaftProtos.RaftPeerRole;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.SetConfigurationRequest.Mode;
import org.junit.jupiter.api.Test;

class MemberChangeTest {

  @Test
  void addsOneAtATimeBeforeItRemoves() {
    MemberChange change = MemberChange.next(peers("a", "b"), peers("a", "c", "d"));
    assertThat(change.arguments().getMode()).isEqualTo(Mode.ADD);
    assertThat(ids(change)).containsExactly("c");
    assertThat(change.last()).isFalse();
  }

  @Test
  void removesOneAtATimeAndOnlyFromTheMembersItKnew() {
    MemberChange change = MemberChange.next(peers("a", "b", "c"), peers("a"));
    assertThat(change.arguments().getMode()).isEqualTo(Mode.COMPARE_AND_SET);
    assertThat(change.arguments().getServersInCurrentConf()).isEqualTo(peers("a", "b", "c"));
    assertThat(ids(change)).hasSize(2).contains("a");
    assertThat(change.last()).isFalse();
  }

  @Test
  void removesAMemberBeforeItAddsAnotherAtTheSameAddress() {
    RaftPeer fresh = RaftPeer.newBuilder().setId("fresh").setAddress("b:9000").build();
    List<RaftPeer> wanted = List.of(peers("a").getFirst(), fresh, peers("c").getFirst());
    MemberChange first = MemberChange.next(peers("a", "b", "c"), wanted);
    assertThat(first.arguments().getMode()).isEqualTo(Mode.COMPARE_AND_SET);
    assertThat(ids(first)).containsExactlyInAnyOrder("a", "c");
    assertThat(first.last()).isFalse();
    MemberChange second = MemberChange.next(peers("a", "c"), wanted);
    assertThat(second.arguments().getMode()).isEqualTo(Mode.ADD);
    assertThat(ids(second)).containsExactly("fresh");
  }

  @Test
  void asksTheLeaderEvenWhenNothingIsLeftToDo() {
    MemberChange change = MemberChange.next(peers("a", "b"), peers("b", "a"));
    assertThat(change.arguments().getMode()).isEqualTo(Mode.COMPARE_AND_SET);
    assertThat(ids(change)).containsExactlyInAnyOrder("a", "b");
    assertThat(change.last()).isTrue();
  }

  @Test
  void refusesAMemberThatMoved() {
    RaftPeer moved = RaftPeer.newBuilder().setId("a").setAddress("elsewhere:1").build();
    assertThatThrownBy(() -> MemberChange.next(peers("a"), List.of(moved)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("elsewhere:1");
  }

  private static List<RaftPeer> peers(String... ids) {
    return Stream.of(ids)
        .map(id -> RaftPeer.newBuilder().setId(id).setAddress(id + ":9000").build())
        .toList();
  }

  private static List<String> ids(MemberChange change) {
    return change.arguments().getPeersInNewConf(RaftPeerRole.FOLLOWER).stream()
        .map(peer -> peer.getId().toString())
        .toList();
  }
}
