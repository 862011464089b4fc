package io.replog.cluster.storm;

import io.replog.cluster.OnProcesses;
import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Topology;
import io.replog.cluster.nodes.process.ProcessCluster;
import java.time.Duration;
import java.util.List;

/** A storm on processes, with every fault there is, on every node and every link. */
class StormIT extends StormScenarios implements OnProcesses {

  @Override
  int defaultSeconds() {
    return 60;
  }

  @Override
  Topology topology() {
    // With the JVM as users have it, as this one runs for long.
    return Topology.masterAnd(2).withFaultyLinks().setAll("JDK_JAVA_OPTIONS", "");
  }

  @Override
  List<Lane> lanes(Cluster cluster, Disks disks) {
    NodeHarms nodes = new NodeHarms(cluster, disks, Duration.ofSeconds(20));
    ProcessCluster processes = (ProcessCluster) cluster;
    return List.of(
        nodes.lane(master),
        nodes.lane(s1),
        nodes.lane(s2),
        nodes.behaviour(s1),
        nodes.behaviour(s2),
        LinkHarms.lane("master to secondary-1", processes.link(master, s1)),
        LinkHarms.lane("master to secondary-2", processes.link(master, s2)),
        LinkHarms.lane("secondary-1 to master", processes.link(s1, master)),
        LinkHarms.lane("secondary-2 to master", processes.link(s2, master)));
  }
}
