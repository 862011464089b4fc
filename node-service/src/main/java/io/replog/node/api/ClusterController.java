package io.replog.node.api;

import io.replog.core.view.ClusterView;
import io.replog.core.view.SecondaryView;
import io.replog.http.cluster.ClusterBody;
import io.replog.http.cluster.ClusterBody.Node;
import io.replog.http.cluster.ClusterBody.Role;
import io.replog.model.Voter;
import io.replog.node.api.NodeState.Seen;
import io.replog.node.master.CurrentMaster.Master;
import io.replog.node.voters.Newcomers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /cluster}: who is master, and who may be. */
@RestController
class ClusterController {

  private final NodeState state;
  private final KnownVoters voters;
  private final OtherNodes others;
  private final Newcomers newcomers;

  ClusterController(NodeState state, KnownVoters voters, OtherNodes others, Newcomers newcomers) {
    this.newcomers = newcomers;
    this.state = state;
    this.voters = voters;
    this.others = others;
  }

  @GetMapping(path = "/cluster", produces = MediaType.APPLICATION_JSON_VALUE)
  ClusterBody cluster() {
    Seen seen = state.now();
    List<Voter> known = voters.all();
    Optional<Voter> learner = newcomers.filling();
    List<Voter> all = Stream.concat(known.stream(), learner.stream()).distinct().toList();
    Optional<String> master = seen.master().map(Master::id);
    Map<String, SecondaryView> reached = new HashMap<>();
    seen.reign().ifPresent(view -> view.secondaries().forEach(s -> reached.put(s.id(), s)));
    Map<String, Long> stored = seen.reign().isPresent() ? Map.of() : others.stored(all);
    return new ClusterBody(
        master.orElse(null),
        seen.master().map(each -> each.url().toString()).orElse(null),
        seen.epoch(),
        seen.term(),
        Stream.concat(
                all.stream().map(voter -> node(voter, seen, reached, stored)),
                seen.reign().stream().flatMap(view -> observers(view, all)))
            .toList(),
        voters.change().orElse(null));
  }

  /** Only the master knows them. */
  private static Stream<Node> observers(ClusterView view, List<Voter> voters) {
    Set<String> ids = voters.stream().map(Voter::id).collect(Collectors.toSet());
    return view.secondaries().stream()
        .filter(each -> !ids.contains(each.id()))
        .map(each -> Node.seen(each, Role.OBSERVER));
  }

  private Node node(
      Voter voter, Seen seen, Map<String, SecondaryView> reached, Map<String, Long> stored) {
    boolean self = voter.server().equals(seen.id());
    Optional<SecondaryView> view = Optional.ofNullable(reached.get(voter.id()));
    Long messages =
        self
            ? Long.valueOf(seen.stored())
            : view.map(SecondaryView::acknowledged).orElse(stored.get(voter.server()));
    boolean learns = newcomers.filling().filter(voter::equals).isPresent();
    boolean isMaster = seen.master().filter(each -> each.id().equals(voter.server())).isPresent();
    return new Node(
        voter.server(),
        voter.url().toString(),
        learns ? Role.LEARNER : isMaster ? Role.MASTER : Role.SECONDARY,
        messages,
        self && isMaster ? Long.valueOf(0) : view.map(SecondaryView::lag).orElse(null),
        self && isMaster ? "HEALTHY" : view.map(SecondaryView::status).orElse(null),
        voters.isRecorded() ? voter.id() : null,
        voter.electionPort());
  }
}
