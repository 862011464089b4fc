package io.replog.cluster;

import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Topology;
import io.replog.cluster.nodes.process.ProcessCluster;

/** Runs scenarios on processes of the built jars. */
public interface OnProcesses extends Platform {

  @Override
  default Cluster newCluster(Topology topology, String name) {
    return new ProcessCluster(topology, name);
  }
}
