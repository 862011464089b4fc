package io.replog.http.cluster;

import io.replog.core.transport.NodeHealth;
import io.replog.http.cluster.ClusterBody.Change;
import io.replog.http.cluster.ClusterBody.Node;
import io.replog.http.cluster.ClusterBody.Role;
import io.replog.http.cluster.ClusterBody.Self;
import java.util.ArrayList;
import java.util.List;

/** Views of a cluster, for tests. */
final class Clusters {

  private Clusters() {}

  /** As the node "n1" sees it. */
  static ClusterBody cluster(String master, long epoch, Node... nodes) {
    return cluster(master, epoch, "read-write", "log", null, nodes);
  }

  static ClusterBody cluster(
      String master, long epoch, String mode, String logId, Change change, Node... nodes) {
    Self self = new Self("n1", "master", mode, logId, 0, "run", null, false);
    return new ClusterBody(
        master, null, epoch, 3L, self, null, null, new ArrayList<>(List.of(nodes)), change);
  }

  /** This node, which has no address of its own. */
  static Node self(long messages) {
    return Node.master("n1", null).holding(messages, 1L, NodeHealth.Stored.NOTHING);
  }

  static Node secondary(String status, long messages, Replication replication) {
    return secondary(status, messages, replication, NodeHealth.Stored.NOTHING);
  }

  static Node secondary(
      String status, long messages, Replication replication, NodeHealth.Stored stored) {
    return new Node(
        "n2",
        "http://n2",
        Role.SECONDARY,
        messages,
        5 - messages,
        status,
        null,
        1L,
        stored,
        replication,
        null,
        null);
  }

  static Replication replication(boolean connected, String breaker, double lagSeconds) {
    return new Replication(
        lagSeconds, true, connected, 0, breaker, null, null, connected ? null : "refused");
  }
}
