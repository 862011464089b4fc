package io.replog.core.voting;

import io.replog.log.DurableLog;
import io.replog.log.storage.Commit;
import io.replog.log.storage.LogFacts;
import io.replog.model.Tail;
import io.replog.model.Voter;
import io.replog.model.Voters;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The first record of the voters, which one node writes, once in the life of its cluster. */
public final class Founding {

  private static final Logger logger = LoggerFactory.getLogger(Founding.class);

  private Founding() {}

  /**
   * Makes the log that of {@code voters}; without effect if it has a record of voters.
   *
   * @param freshLogId names the log if this node holds none
   */
  public static void found(DurableLog log, String freshLogId, List<Voter> voters) {
    LogFacts facts = log.facts();
    if (facts.voters().isPresent()) {
      return;
    }
    Voters first = new Voters(Tail.NONE, 0, voters, List.of());
    String logId = facts.logId().orElse(freshLogId);
    log.commit(new Commit().facts(facts.withLogId(logId).withVoters(first)));
    logger.info("founded a cluster for the log {}, of {}", logId, voters);
  }
}
