package io.replog.node.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.replog.core.view.SecondaryView;
import io.replog.model.Voter;
import io.replog.node.api.NodeState.Seen;
import io.replog.node.master.CurrentMaster.Master;
import io.replog.node.voters.Newcomers;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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

  /**
   * @param master its server id; null while none is known
   * @param epoch the greatest that this node knows
   * @param term of the election
   * @param change of the voters that is not applied; absent if none is
   */
  record Cluster(
      String master,
      String masterUrl,
      long epoch,
      long term,
      List<Node> nodes,
      @JsonInclude(JsonInclude.Include.NON_NULL) KnownVoters.Change change) {}

  /**
   * @param role {@code master}, {@code secondary}, or {@code learner}: one that the master takes
   *     in, which does not count yet
   * @param messages how many it has stored; null if it does not answer
   * @param lag how many the master has that it lacks; absent where this node cannot know
   * @param status of its health, as the master sees it; absent elsewhere
   * @param voter its id as a voter, null if it is none
   */
  record Node(
      String id,
      String url,
      String role,
      Long messages,
      @JsonInclude(JsonInclude.Include.NON_NULL) Long lag,
      @JsonInclude(JsonInclude.Include.NON_NULL) String status,
      String voter,
      int electionPort) {}

  @GetMapping(path = "/cluster", produces = MediaType.APPLICATION_JSON_VALUE)
  Cluster cluster() {
    Seen seen = state.now();
    List<Voter> known = voters.all();
    Optional<Voter> learner = newcomers.filling();
    List<Voter> all = Stream.concat(known.stream(), learner.stream()).distinct().toList();
    Optional<String> master = seen.master().map(Master::id);
    Map<String, SecondaryView> reached = new HashMap<>();
    seen.reign().ifPresent(view -> view.secondaries().forEach(s -> reached.put(s.id(), s)));
    Map<String, Long> stored = seen.reign().isPresent() ? Map.of() : others.stored(all);
    return new Cluster(
        master.orElse(null),
        seen.master().map(each -> each.url().toString()).orElse(null),
        seen.epoch(),
        seen.term(),
        all.stream().map(voter -> node(voter, seen, reached, stored)).toList(),
        voters.change().orElse(null));
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
        learns ? "learner" : isMaster ? "master" : "secondary",
        messages,
        self && isMaster ? Long.valueOf(0) : view.map(SecondaryView::lag).orElse(null),
        self && isMaster ? "HEALTHY" : view.map(SecondaryView::status).orElse(null),
        voters.isRecorded() ? voter.id() : null,
        voter.electionPort());
  }
}
