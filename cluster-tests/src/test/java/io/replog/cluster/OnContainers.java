package io.replog.cluster;

import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Topology;
import io.replog.cluster.nodes.container.ContainerCluster;
import io.replog.cluster.nodes.container.Engine;
import org.junit.jupiter.api.Assumptions;

/** Runs scenarios on containers of the real images, where an engine answers. */
public interface OnContainers extends Platform {

  @Override
  default Cluster newCluster(Topology topology, String name) {
    return new ContainerCluster(topology, name);
  }

  @Override
  default void assumeThere() {
    Assumptions.assumeTrue(
        Engine.hindrance().isEmpty(), () -> "no containers: " + Engine.hindrance().orElseThrow());
  }
}
