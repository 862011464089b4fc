package io.replog.node.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.replog.core.view.ClusterView;
import io.replog.log.HeldRange;
import io.replog.master.health.SecondaryBody;
import io.replog.master.role.Mastering;
import io.replog.model.Voter;
import io.replog.node.api.NodeState.Seen;
import io.replog.secondary.faults.Faults;
import io.replog.secondary.faults.FaultsBody;
import io.replog.secondary.faults.FaultySecondary;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /health} of a node that may be elected, in either role. */
@RestController
class NodeHealthController {

  private final NodeState state;
  private final FaultySecondary faulty;
  private final Mastering mastering;
  private final int electionPort;

  NodeHealthController(NodeState state, FaultySecondary faulty, Mastering mastering, Voter self) {
    this.state = state;
    this.faulty = faulty;
    this.mastering = mastering;
    this.electionPort = self.electionPort();
  }

  /**
   * @param voter this node's id as a voter, new with each disk
   * @param run names this process among all the starts of the node
   * @param mode as of a fixed master; {@code following} on a node that follows one
   * @param messages how many a reader sees, which a majority holds
   * @param stored how many this node has stored
   * @param first the first order that the log still has
   * @param buffered messages held beyond a gap
   * @param held the first runs of those; absent if there are none
   * @param master where the master is; null while none is known
   * @param setAside messages that were cut from this node's log and are kept apart
   * @param reason present if the node cannot do its work
   * @param secondaries as the master sees the others; absent on them
   */
  record Health(
      String status,
      String role,
      String id,
      String voter,
      String run,
      String mode,
      String logId,
      long messages,
      long stored,
      long first,
      long buffered,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) List<HeldRange> held,
      long epoch,
      long term,
      String master,
      int electionPort,
      @JsonInclude(JsonInclude.Include.NON_NULL) Integer nodes,
      @JsonInclude(JsonInclude.Include.NON_NULL) Integer healthy,
      @JsonInclude(JsonInclude.Include.NON_NULL) Integer waiting,
      long setAside,
      @JsonInclude(JsonInclude.Include.NON_NULL) FaultsBody faults,
      @JsonInclude(JsonInclude.Include.NON_NULL) String reason,
      @JsonInclude(JsonInclude.Include.NON_NULL) List<SecondaryBody> secondaries) {}

  @GetMapping("/health")
  ResponseEntity<Health> health() {
    Seen seen = state.now();
    Faults faults = faulty.faults();
    boolean up = seen.fault() == null;
    Health health =
        new Health(
            up ? "UP" : "DOWN",
            seen.role(),
            seen.id(),
            seen.voter(),
            seen.run(),
            seen.mode(),
            seen.logId(),
            seen.shown(),
            seen.stored(),
            seen.first(),
            seen.buffered(),
            seen.held(),
            seen.epoch(),
            seen.term(),
            seen.master().map(each -> each.url().toString()).orElse(null),
            electionPort,
            seen.reign().map(view -> view.nodes()).orElse(null),
            seen.reign().map(view -> view.healthy()).orElse(null),
            seen.reign().map(view -> view.waiting()).orElse(null),
            seen.setAside(),
            faults.any() ? FaultsBody.of(faults) : null,
            seen.fault(),
            seen.reign().map(this::secondaries).orElse(null));
    return ResponseEntity.status(up ? 200 : 503).body(health);
  }

  private List<SecondaryBody> secondaries(ClusterView view) {
    return view.secondaries().stream()
        .map(each -> SecondaryBody.of(each, mastering.shown(each.id())))
        .toList();
  }
}
