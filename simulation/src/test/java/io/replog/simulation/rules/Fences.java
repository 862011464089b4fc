package io.replog.simulation.rules;

import io.replog.log.storage.Commit;
import io.replog.log.storage.LogFacts;
import io.replog.model.LogId;
import io.replog.simulation.Trace;
import io.replog.simulation.nodes.RunningMaster;
import java.util.HashSet;
import java.util.Set;

/**
 * An epoch belongs to its log: a master is fenced only where another one took an epoch of the same
 * log that is as high as its own (G7).
 */
public final class Fences {

  private record Reign(String logId, long epoch, String claim) {
    boolean fences(LogFacts other) {
      return LogId.sameLineage(logId, other.logId().orElseThrow())
          && epoch >= other.epoch()
          && !claim.equals(other.claim());
    }
  }

  private final Trace trace;
  private final Set<Reign> reigns = new HashSet<>();
  private final Set<RunningMaster> fenced = new HashSet<>();

  Fences(Trace trace) {
    this.trace = trace;
  }

  /** A master's disk holds this. */
  void committed(Commit commit) {
    commit
        .facts()
        .filter(facts -> facts.logId().isPresent())
        .ifPresent(
            facts -> reigns.add(new Reign(facts.logId().get(), facts.epoch(), facts.claim())));
  }

  /** Looks at {@code master}, after each step. */
  public void look(RunningMaster master) {
    if (master.isFenced() && fenced.add(master)) {
      LogFacts facts = master.log().facts();
      if (reigns.stream().noneMatch(reign -> reign.fences(facts))) {
        trace.violated("G7: %s is fenced, and nobody followed it".formatted(master.process()));
      }
    }
  }
}
