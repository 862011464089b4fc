package io.replog.node.election;

import io.replog.core.voting.Mandate;
import io.replog.election.ElectionException;
import io.replog.election.Elections;
import io.replog.election.Grant;
import io.replog.election.Peer;
import io.replog.log.storage.LogFacts;
import io.replog.model.Voter;
import io.replog.model.Voters;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/**
 * Commits to the election's control state that this node reigns; not before all recorded voters
 * elect, if that can be had in some time. Right after the founding the group is this node alone:
 * once it took messages and was lost, nobody else could be elected.
 */
public final class Grants implements Mandate.Granting {

  private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(5);
  private static final long STEP_MILLIS = 20;

  private final String self;
  private final Elections elections;
  private volatile long term;

  /** {@code self}: this node's id as a voter. */
  public Grants(String self, Elections elections) {
    this.self = self;
    this.elections = elections;
  }

  private void awaitElectors(Voters voters) throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE_NANOS;
    while (!elects(voters) && System.nanoTime() - deadline < 0) {
      TimeUnit.MILLISECONDS.sleep(STEP_MILLIS);
    }
  }

  private boolean elects(Voters voters) {
    Set<String> members = elections.members().stream().map(Peer::id).collect(Collectors.toSet());
    return voters.now().stream().map(Voter::id).allMatch(members::contains);
  }

  /** This node was elected in {@code newTerm}: later grants are under it. */
  void under(long newTerm) {
    term = newTerm;
  }

  @Override
  public boolean grant(LogFacts taken) throws InterruptedException {
    awaitElectors(taken.voters().orElseThrow());
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
}
