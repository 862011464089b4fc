package io.replog.core.membership;

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

  /**
   * Whether a master finds all that a majority acknowledged: among its own log and those of {@code
   * agreed} secondaries is at least one of every majority's. A master without a log can only rely
   * on the others: any majority has a secondary less than nodes, in case the lost master was one.
   */
  public static boolean canTakeOver(int nodes, int agreed, boolean ownLog) {
    int majority = WriteConcern.majorityOf(nodes);
    return agreed >= (ownLog ? majority - 1 : Math.min(nodes - 1, nodes - majority + 1));
  }
}
