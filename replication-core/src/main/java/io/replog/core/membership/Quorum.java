package io.replog.core.membership;

import io.replog.model.WriteConcern;

/** Quorum append: the master accepts messages only while a majority is healthy. */
public final class Quorum {

  private Quorum() {}

  /**
   * @param nodes all of the cluster, the master included
   * @param healthy those that are healthy, the master included
   */
  public static boolean isPresent(int nodes, int healthy) {
    return healthy >= WriteConcern.majorityOf(nodes);
  }

  /**
   * Whether this node and {@code agreed} secondaries intersect every majority. Without its own log:
   * nodes − majority + 1 secondaries, at most all of them.
   */
  public static boolean canTakeOver(int nodes, int agreed, boolean ownLog) {
    int majority = WriteConcern.majorityOf(nodes);
    return agreed >= (ownLog ? majority - 1 : Math.min(nodes - 1, nodes - majority + 1));
  }
}
