package io.replog.node.api;

import io.replog.core.transport.NodeHealth;
import io.replog.core.view.ClusterView;
import io.replog.core.view.SecondaryView;
import io.replog.http.cluster.ClusterBody;
import io.replog.http.cluster.ClusterBody.Node;
import io.replog.http.cluster.ClusterBody.Role;
import io.replog.http.cluster.ClusterBody.Self;
import io.replog.http.cluster.KnownCluster;
import io.replog.master.role.WaitingWriters;
import io.replog.model.Voter;
import io.replog.node.api.NodeState.Seen;
import io.replog.node.config.ClusterNodeProperties;
import io.replog.node.master.CurrentMaster.Master;
import io.replog.node.voters.Newcomers;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.stereotype.Component;

/**
 * What an equal node knows of its cluster. The master knows how far every other node is. Any other
 * node asks the master for that, and where it gives no answer, each node how far it is.
 */
@Component
class NodeCluster implements KnownCluster {

  private final NodeState state;
  private final KnownVoters voters;
  private final OtherNodes others;
  private final Newcomers newcomers;
  private final boolean experiments;

  NodeCluster(
      NodeState state,
      KnownVoters voters,
      OtherNodes others,
      Newcomers newcomers,
      ClusterNodeProperties properties) {
    this.state = state;
    this.voters = voters;
    this.others = others;
    this.newcomers = newcomers;
    this.experiments = properties.experiments().enabled();
  }

  @Override
  public ClusterBody now() {
    Seen seen = state.now();
    if (seen.reign().isPresent()) {
      return drawn(seen, reigning(seen, seen.reign().get()), Optional.empty());
    }
    return seen.master()
        .flatMap(others::toldBy)
        .map(told -> drawn(seen, asTold(seen, told), Optional.of(told)))
        .orElseGet(
            () -> drawn(seen, following(seen, others.stored(voters.all())), Optional.empty()));
  }

  @Override
  public ClusterBody own() {
    Seen seen = state.now();
    List<Node> nodes =
        seen.reign().isPresent() ? reigning(seen, seen.reign().get()) : following(seen, Map.of());
    return drawn(seen, nodes, Optional.empty());
  }

  private ClusterBody drawn(Seen seen, List<Node> nodes, Optional<ClusterBody> told) {
    return new ClusterBody(
        seen.master().map(Master::id).orElse(null),
        seen.master().map(each -> each.url().toString()).orElse(null),
        seen.epoch(),
        seen.term(),
        new Self(
            seen.id(),
            seen.role(),
            seen.mode(),
            seen.logId(),
            seen.shown(),
            seen.run(),
            seen.fault(),
            experiments),
        seen.reigning()
            .map(WaitingWriters::byW)
            .or(() -> told.map(ClusterBody::waiting))
            .orElse(null),
        told.map(ClusterBody::master).orElse(null),
        nodes,
        voters.change().orElse(null));
  }

  /** As this node, which is master or takes over, knows them. */
  private List<Node> reigning(Seen seen, ClusterView view) {
    Optional<Voter> learner = newcomers.filling();
    List<Voter> all = Stream.concat(voters.all().stream(), learner.stream()).distinct().toList();
    Set<String> ids = all.stream().map(Voter::id).collect(Collectors.toSet());
    Map<String, SecondaryView> reached =
        view.secondaries().stream()
            .collect(Collectors.toMap(SecondaryView::id, s -> s, (a, b) -> a));
    Stream<Node> known =
        all.stream()
            .map(
                voter -> {
                  Role role =
                      learner.filter(voter::equals).isPresent() ? Role.LEARNER : role(voter, seen);
                  Node node =
                      isSelf(voter, seen)
                          ? own(voter, role, seen)
                          : Optional.ofNullable(reached.get(voter.id()))
                              .map(secondary -> Node.seen(voter.server(), role, secondary))
                              .orElseGet(() -> known(voter, role));
                  return voting(node, voter);
                });
    Stream<Node> observers =
        view.secondaries().stream()
            .filter(each -> !ids.contains(each.id()))
            .map(each -> Node.seen(each.id(), Role.OBSERVER, each));
    return Stream.concat(known, observers).toList();
  }

  /** As the master told, and what this node has as it knows itself. */
  private static List<Node> asTold(Seen seen, ClusterBody told) {
    return told.nodes().stream()
        .map(
            node ->
                node.id().equals(seen.id())
                    ? node.holding(seen.stored(), seen.epoch(), stored(seen))
                    : node)
        .toList();
  }

  /** Where the master tells nothing: {@code lengths} are those of the nodes that answer. */
  private List<Node> following(Seen seen, Map<String, Long> lengths) {
    return voters.all().stream()
        .map(
            voter -> {
              Role role = role(voter, seen);
              Node node =
                  isSelf(voter, seen)
                      ? own(voter, role, seen)
                      : known(voter, role).holding(lengths.get(voter.server()), null, null);
              return voting(node, voter);
            })
        .toList();
  }

  private static boolean isSelf(Voter voter, Seen seen) {
    return voter.server().equals(seen.id());
  }

  private static Role role(Voter voter, Seen seen) {
    boolean master = seen.master().filter(each -> each.id().equals(voter.server())).isPresent();
    return master ? Role.MASTER : Role.SECONDARY;
  }

  private static Node known(Voter voter, Role role) {
    return Node.known(voter.server(), voter.url().toString(), role);
  }

  private static Node own(Voter voter, Role role, Seen seen) {
    Node own =
        role == Role.MASTER
            ? Node.master(voter.server(), voter.url().toString())
            : known(voter, role);
    return own.holding(seen.stored(), seen.epoch(), stored(seen));
  }

  private static NodeHealth.Stored stored(Seen seen) {
    return new NodeHealth.Stored(seen.first(), seen.buffered(), seen.held(), seen.setAside());
  }

  private Node voting(Node node, Voter voter) {
    return node.voting(voters.isRecorded() ? voter.id() : null, voter.electionPort());
  }
}
