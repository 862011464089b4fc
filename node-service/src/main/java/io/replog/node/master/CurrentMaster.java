package io.replog.node.master;

import io.replog.core.ElectedNode;
import io.replog.core.MasterRole;
import io.replog.election.Elections;
import io.replog.log.DurableLog;
import io.replog.model.Voter;
import io.replog.node.config.NodeList;
import io.replog.node.config.NodeList.Listed;
import java.net.URI;
import java.util.Optional;

/** Which node is master, as far as this node knows. Safe for any thread. */
public final class CurrentMaster implements Route {

  /** A node: its id as a voter, and where it is reached. */
  public record Master(String voter, URI url) {
    public String id() {
      return Voter.server(voter);
    }
  }

  private final ElectedNode node;
  private final Elections elections;
  private final DurableLog log;
  private final NodeList listed;

  public CurrentMaster(ElectedNode node, Elections elections, DurableLog log, NodeList listed) {
    this.node = node;
    this.elections = elections;
    this.log = log;
    this.listed = listed;
  }

  /** This node's role while it takes messages as the master. */
  public Optional<MasterRole> here() {
    return node.reigning().filter(role -> !role.mode().isRecovering() && !role.mode().hasEnded());
  }

  /**
   * The master: this node once it has opened, or the elected node once it announced itself here.
   */
  @Override
  public Optional<Master> known() {
    if (here().isPresent()) {
      return master(self());
    }
    Optional<String> elected = elections.leader();
    return node.master()
        .filter(id -> !id.equals(self()))
        .filter(id -> elected.filter(leader -> !leader.equals(id)).isEmpty())
        .flatMap(this::master);
  }

  /**
   * Where a request for the master may be sent now: to the elected node, also before it announced
   * itself here; while none is elected, to the one that announced itself last.
   */
  @Override
  public Optional<Master> toAsk() {
    if (here().isPresent()) {
      return master(self());
    }
    return elections
        .leader()
        .or(node::master)
        .filter(id -> !id.equals(self()))
        .flatMap(this::master);
  }

  private String self() {
    return node.identity().id();
  }

  private Optional<Master> master(String voter) {
    Optional<URI> recorded = log.facts().voters().flatMap(all -> all.find(voter)).map(Voter::url);
    return recorded
        .or(() -> listed.find(Voter.server(voter)).map(Listed::url))
        .map(url -> new Master(voter, url));
  }
}
