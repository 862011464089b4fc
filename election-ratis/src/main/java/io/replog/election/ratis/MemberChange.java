package io.replog.election.ratis;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.ratis.protocol.RaftPeer;
import org.apache.ratis.protocol.RaftPeerId;
import org.apache.ratis.protocol.SetConfigurationRequest;
import org.apache.ratis.protocol.SetConfigurationRequest.Mode;

/**
 * The next of the changes that lead from one set of members to another, each of one member. Ratis
 * refuses larger ones that would replace a majority.
 *
 * @param last whether the members are as they should be once this is done
 */
record MemberChange(SetConfigurationRequest.Arguments arguments, boolean last) {

  /**
   * Adds before it removes, but for a member in whose place another one comes: the engine reaches
   * members by their address, so the new one's answers would count as the old one's, too. When
   * nothing is left to do, the change is none: Ratis accepts that only from a leader whose last
   * change is committed.
   *
   * @throws IllegalArgumentException if a member would get another address: the engine keeps its
   *     connection to the old one
   */
  static MemberChange next(List<RaftPeer> current, List<RaftPeer> wanted) {
    Map<RaftPeerId, RaftPeer> members =
        current.stream().collect(Collectors.toMap(RaftPeer::getId, Function.identity()));
    for (RaftPeer peer : wanted) {
      RaftPeer member = members.remove(peer.getId());
      if (member == null) {
        return inItsPlace(peer, current, wanted)
            .map(old -> new MemberChange(remove(current, old), false))
            .orElseGet(() -> new MemberChange(add(peer), false));
      }
      if (!member.getAddress().equals(peer.getAddress())) {
        throw new IllegalArgumentException(
            "%s is a member at %s and cannot move to %s; it needs a new voter id there"
                .formatted(peer.getId(), member.getAddress(), peer.getAddress()));
      }
    }
    return members.values().stream()
        .findFirst()
        .map(gone -> new MemberChange(remove(current, gone), false))
        .orElseGet(() -> new MemberChange(replace(current, current), true));
  }

  /** The member that is to go, at the address of {@code peer}. */
  private static Optional<RaftPeer> inItsPlace(
      RaftPeer peer, List<RaftPeer> current, List<RaftPeer> wanted) {
    Set<RaftPeerId> stay = wanted.stream().map(RaftPeer::getId).collect(Collectors.toSet());
    return current.stream()
        .filter(each -> each.getAddress().equals(peer.getAddress()))
        .filter(each -> !stay.contains(each.getId()))
        .findFirst();
  }

  private static SetConfigurationRequest.Arguments remove(List<RaftPeer> current, RaftPeer gone) {
    List<RaftPeer> rest = new ArrayList<>(current);
    rest.remove(gone);
    return replace(current, rest);
  }

  private static SetConfigurationRequest.Arguments add(RaftPeer peer) {
    return SetConfigurationRequest.Arguments.newBuilder()
        .setMode(Mode.ADD)
        .setServersInNewConf(List.of(peer))
        .build();
  }

  private static SetConfigurationRequest.Arguments replace(
      List<RaftPeer> current, List<RaftPeer> next) {
    return SetConfigurationRequest.Arguments.newBuilder()
        .setMode(Mode.COMPARE_AND_SET)
        .setServersInCurrentConf(current)
        .setServersInNewConf(next)
        .build();
  }
}
