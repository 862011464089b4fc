package io.replog.node.api;

import io.replog.core.ElectedNode;
import io.replog.core.MasterRole;
import io.replog.core.view.ClusterView;
import io.replog.election.Elections;
import io.replog.log.HeldRange;
import io.replog.log.storage.LogFacts;
import io.replog.model.Voter;
import io.replog.node.joining.Joining;
import io.replog.node.joining.Standing;
import io.replog.node.master.CurrentMaster;
import io.replog.node.master.CurrentMaster.Master;
import io.replog.secondary.aside.SetAsideFiles;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What a node knows of itself and its cluster, as its answers show it. */
@Component
class NodeState {

  private static final String FOLLOWING = "following";
  private static final String JOINING = "joining";
  private static final String REMOVED = "removed";
  private static final String REMOVED_REASON =
      "the cluster removed this node; POST /cluster/nodes takes it in again";

  private final ElectedNode node;
  private final Stored stored;
  private final Elections elections;
  private final CurrentMaster master;
  private final Joining joining;

  /** What this node keeps. */
  @Component
  record Stored(ElectedNode.Data data, SetAsideFiles aside) {}

  NodeState(
      ElectedNode node, Stored stored, Elections elections, CurrentMaster master, Joining joining) {
    this.node = node;
    this.stored = stored;
    this.elections = elections;
    this.master = master;
    this.joining = joining;
  }

  /**
   * At one moment.
   *
   * @param fault why the node cannot do its work; null if it can
   * @param shown how many messages a reader sees
   * @param stored how many this node has stored
   * @param reign what the master knows of the others; empty on them
   * @param reigning the role of the master; empty on the others
   */
  record Seen(
      String role,
      String id,
      String voter,
      String run,
      String mode,
      String fault,
      String logId,
      long shown,
      long stored,
      long first,
      long buffered,
      List<HeldRange> held,
      long epoch,
      long term,
      long setAside,
      Optional<Master> master,
      Optional<ClusterView> reign,
      Optional<MasterRole> reigning) {}

  Seen now() {
    ElectedNode.Data data = stored.data();
    LogFacts facts = data.log().facts();
    ElectedNode.Identity self = node.identity();
    Optional<MasterRole> role = node.reigning();
    Optional<ClusterView> reign = role.map(MasterRole::view);
    return new Seen(
        reign.isPresent() ? "master" : "secondary",
        Voter.server(self.id()),
        self.id(),
        self.run(),
        reign.map(ClusterView::mode).orElseGet(this::modeOfOthers),
        reign.map(ClusterView::fault).orElseGet(this::faultOfOthers),
        facts.logId().orElse(null),
        data.majority().length(),
        data.log().length(),
        facts.first(),
        node.buffered(),
        data.gap().ranges(),
        facts.epoch(),
        elections.term(),
        stored.aside().messages(),
        master.known(),
        reign,
        role);
  }

  private String modeOfOthers() {
    return switch (joining.standing()) {
      case VOTER, UNKNOWN -> FOLLOWING;
      case NEWCOMER -> JOINING;
      case REMOVED -> REMOVED;
    };
  }

  private String faultOfOthers() {
    return stored
        .data()
        .log()
        .failure()
        .map(Throwable::getMessage)
        .orElse(joining.standing() == Standing.REMOVED ? REMOVED_REASON : null);
  }
}
