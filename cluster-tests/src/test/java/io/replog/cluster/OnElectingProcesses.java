package io.replog.cluster;

import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Topology;

/** Runs scenarios on processes of equal nodes, which elect their master. */
public interface OnElectingProcesses extends OnProcesses {

  @Override
  default Cluster newCluster(Topology topology, String name) {
    return OnProcesses.super.newCluster(topology.electing(), name);
  }
}
