package io.replog.cluster;

import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Topology;

/** Runs scenarios on containers of equal nodes, which elect their master. */
public interface OnElectingContainers extends OnContainers {

  @Override
  default Cluster newCluster(Topology topology, String name) {
    return OnContainers.super.newCluster(topology.electing(), name);
  }
}
