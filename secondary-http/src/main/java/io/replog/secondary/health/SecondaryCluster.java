package io.replog.secondary.health;

import io.replog.core.ElectedNode;
import io.replog.core.SecondaryRole;
import io.replog.core.transport.NodeHealth;
import io.replog.core.view.ClusterView;
import io.replog.http.cluster.ClusterBody;
import io.replog.http.cluster.ClusterBody.Node;
import io.replog.http.cluster.ClusterBody.Role;
import io.replog.http.cluster.ClusterBody.Self;
import io.replog.http.cluster.KnownCluster;
import io.replog.model.Voter;
import io.replog.model.Voters;
import io.replog.secondary.aside.SetAsideFiles;
import io.replog.secondary.config.SecondaryProperties;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * What a secondary knows: itself and where it registers; where it observes a cluster that elects
 * its master, also the voters.
 */
@Component
class SecondaryCluster implements KnownCluster {

  private final SecondaryRole secondary;
  private final ElectedNode.Data data;
  private final SetAsideFiles aside;
  private final SecondaryProperties properties;

  SecondaryCluster(
      SecondaryRole secondary,
      ElectedNode.Data data,
      SetAsideFiles aside,
      SecondaryProperties properties) {
    this.secondary = secondary;
    this.data = data;
    this.aside = aside;
    this.properties = properties;
  }

  @Override
  public ClusterBody now() {
    ClusterView view = secondary.view();
    List<Voter> voters = data.log().facts().voters().map(Voters::now).orElse(List.of());
    Optional<Voter> master = secondary.electedMaster();
    List<Node> nodes = new ArrayList<>();
    voters.forEach(each -> nodes.add(voter(each, master)));
    nodes.add(
        Node.known(view.id(), null, voters.isEmpty() ? Role.SECONDARY : Role.OBSERVER)
            .holding(
                view.messages(),
                view.epoch(),
                new NodeHealth.Stored(
                    view.first(), view.buffered(), data.gap().ranges(), aside.messages())));
    return new ClusterBody(
        master.map(Voter::server).orElse(null),
        MasterAddress.of(secondary, properties).orElse(null),
        view.epoch(),
        null,
        self(view, voters.isEmpty() ? view.messages() : data.majority().length()),
        null,
        null,
        nodes,
        null);
  }

  private Self self(ClusterView view, long shown) {
    return new Self(
        view.id(),
        view.role(),
        view.mode(),
        view.logId(),
        shown,
        secondary.run(),
        view.fault(),
        properties.experiments().enabled());
  }

  private static Node voter(Voter voter, Optional<Voter> master) {
    Role role = master.filter(voter::equals).isPresent() ? Role.MASTER : Role.SECONDARY;
    return Node.known(voter.server(), voter.url().toString(), role)
        .voting(voter.id(), voter.electionPort());
  }
}
