package io.replog.cluster;

import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Topology;

/** What scenarios run on. */
public interface Platform {

  /**
   * @param name names the logs
   */
  Cluster newCluster(Topology topology, String name);

  /** Gives up the test, with a reason, where there is no such platform here. */
  default void assumeThere() {}
}
