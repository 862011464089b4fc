package io.replog.node.election;

import io.replog.core.voting.Mandate;
import io.replog.election.ElectionException;
import io.replog.election.Elections;
import io.replog.election.Grant;
import io.replog.election.Peer;
import io.replog.log.storage.LogFacts;
import io.replog.model.Tail;
import io.replog.model.Voter;
import io.replog.model.Voters;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Commits to the election's control state that this node reigns. */
public final class Grants implements Mandate.Granting {

  private static final Logger logger = LoggerFactory.getLogger(Grants.class);

  private final String self;
  private final Elections elections;
  private volatile long term;

  /** {@code self}: this node's id as a voter. */
  public Grants(String self, Elections elections) {
    this.self = self;
    this.elections = elections;
  }

  /** This node was elected in {@code newTerm}: later grants are under it. */
  void under(long newTerm) {
    term = newTerm;
  }

  @Override
  public boolean grant(LogFacts taken) throws InterruptedException {
    if (!canBeFollowed(taken)) {
      return false;
    }
    Grant grant = new Grant(term, self, taken.epoch(), taken.claim(), taken.logId().orElseThrow());
    try {
      elections.grant(grant).get();
      return true;
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ElectionException) {
        return false;
      }
      throw new IllegalStateException("the election engine failed at a grant", e.getCause());
    }
  }

  @Override
  public boolean handOn(String voter) throws InterruptedException {
    if (elections.members().stream().map(Peer::id).noneMatch(voter::equals)) {
      return false;
    }
    try {
      elections.handOver(voter).get();
      return true;
    } catch (ExecutionException e) {
      logger.info("{} does not take the reign: {}", Voter.server(voter), Failures.reason(e));
      return false;
    }
  }

  /** The first master of all opens only when its voters can elect another one without it. */
  private boolean canBeFollowed(LogFacts taken) {
    Voters voters = taken.voters().orElseThrow();
    if (!voters.reign().equals(Tail.NONE)) {
      return true;
    }
    Set<String> electing = elections.members().stream().map(Peer::id).collect(Collectors.toSet());
    return voters.all().stream().map(Voter::id).allMatch(electing::contains);
  }
}
