package io.replog.cluster.storm;

import io.replog.cluster.OnContainers;
import io.replog.cluster.nodes.Cluster;
import java.time.Duration;
import java.util.List;

/** A small storm on containers. */
class ContainerStormIT extends StormScenarios implements OnContainers {

  @Override
  int defaultSeconds() {
    return 20;
  }

  @Override
  List<Lane> lanes(Cluster cluster, Disks disks) {
    NodeHarms nodes = new NodeHarms(cluster, disks, Duration.ofSeconds(8));
    return List.of(nodes.lane(master), nodes.lane(s1), nodes.network(s2), nodes.behaviour(s1));
  }
}
