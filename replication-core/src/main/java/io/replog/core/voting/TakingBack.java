package io.replog.core.voting;

import io.replog.log.DurableLog;
import io.replog.log.storage.Commit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A person takes a log back from the cluster that elected its masters, on each node: a fixed master
 * may write to it from then on, and the nodes may found another cluster later. The messages stay.
 */
public final class TakingBack {

  private static final Logger logger = LoggerFactory.getLogger(TakingBack.class);

  private TakingBack() {}

  /** Whether the masters of the log are elected. */
  public static boolean isElected(DurableLog log) {
    return log.facts().voters().isPresent();
  }

  /** Without effect on a log whose masters are fixed. */
  public static void takeBack(DurableLog log) {
    if (!isElected(log)) {
      return;
    }
    Commit commit = new Commit().facts(log.facts().withoutVoters());
    NodeFacts.ALL.forEach(commit::remove);
    log.commit(commit);
    logger.warn(
        "took the log back from the cluster that elected its masters: a fixed master may write to"
            + " it now");
  }
}
