package io.replog.core.voting;

import io.replog.log.MajorityLog;
import io.replog.log.SetAside;
import io.replog.log.storage.LogFacts;

/**
 * What an elected node has, and a fixed master has not. That it was elected is only a hint: the
 * promises of a majority of the voters let it open.
 *
 * @param term of the election; the epoch is not below it
 * @param electorate the voters
 * @param majority the part of the log that a majority holds
 * @param aside where this node's messages go that a newer log replaces
 * @param granting tells the other nodes of this reign
 */
public record Mandate(
    long term, Electorate electorate, MajorityLog majority, SetAside aside, Granting granting) {

  /** Tells the election which node reigns from now on. */
  @FunctionalInterface
  public interface Granting {
    /**
     * Blocks until it is recorded.
     *
     * @param taken the facts of the log with the epoch and the claim that this node has taken
     * @return whether it is; not where another node was elected meanwhile, for example
     */
    boolean grant(LogFacts taken) throws InterruptedException;

    /**
     * Has another voter elected instead. Blocks until that has happened, or for a bounded time.
     *
     * @return whether it has; not where that voter does not elect, for example
     */
    default boolean handOn(String voter) throws InterruptedException {
      return false;
    }
  }
}
