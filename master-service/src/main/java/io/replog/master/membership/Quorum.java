package io.replog.master.membership;

import io.replog.model.WriteConcern;

/** The rule of the quorum append: messages are taken only while a majority is healthy. */
public final class Quorum {

  private Quorum() {}

  /**
   * @param nodes all of the cluster, the master included
   * @param healthy those that are healthy, the master included
   */
  public static boolean isPresent(int nodes, int healthy) {
    return healthy >= WriteConcern.majorityOf(nodes);
  }
}
