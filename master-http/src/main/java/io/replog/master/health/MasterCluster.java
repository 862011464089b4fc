package io.replog.master.health;

import io.replog.core.MasterRole;
import io.replog.core.transport.NodeHealth;
import io.replog.core.view.ClusterView;
import io.replog.http.cluster.ClusterBody;
import io.replog.http.cluster.ClusterBody.Node;
import io.replog.http.cluster.ClusterBody.Role;
import io.replog.http.cluster.ClusterBody.Self;
import io.replog.http.cluster.KnownCluster;
import io.replog.master.config.MasterProperties;
import io.replog.master.role.WaitingWriters;
import java.util.ArrayList;
import java.util.List;
import org.springframework.stereotype.Component;

/** What a fixed master knows: itself and its secondaries. */
@Component
class MasterCluster implements KnownCluster {

  private final MasterRole master;
  private final boolean experiments;

  MasterCluster(MasterRole master, MasterProperties properties) {
    this.master = master;
    this.experiments = properties.experiments().enabled();
  }

  @Override
  public ClusterBody now() {
    ClusterView view = master.view();
    List<Node> nodes = new ArrayList<>();
    nodes.add(
        Node.master(view.id(), null)
            .holding(
                view.messages(),
                view.epoch(),
                new NodeHealth.Stored(view.first(), view.buffered(), List.of(), 0)));
    view.secondaries().forEach(each -> nodes.add(Node.seen(each.id(), Role.SECONDARY, each)));
    Self self =
        new Self(
            view.id(),
            view.role(),
            view.mode(),
            view.logId(),
            view.messages(),
            null,
            view.fault(),
            experiments);
    return new ClusterBody(
        view.id(), null, view.epoch(), null, self, WaitingWriters.byW(master), null, nodes, null);
  }
}
