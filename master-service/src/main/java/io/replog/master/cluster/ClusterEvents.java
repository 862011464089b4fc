package io.replog.master.cluster;

import io.replog.master.membership.NodeStatus;
import io.replog.master.membership.Secondary;

/** Hears what happens to the cluster. Any thread; must be quick. */
public interface ClusterEvents {

  void joined(Secondary secondary);

  void left(Secondary secondary, String why);

  void statusChanged(Secondary secondary, NodeStatus before, NodeStatus after);

  void fenced(long epoch);
}
