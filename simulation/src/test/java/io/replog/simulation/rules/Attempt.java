package io.replog.simulation.rules;

import io.replog.core.append.Draft;
import io.replog.simulation.nodes.RunningMaster;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** One request of a client: what it asked whom, and what came of it. Changed as that is known. */
public final class Attempt {

  /** What the client knows. */
  public enum Knows {
    /** There was no answer, or one that leaves it open. */
    NOTHING,
    STORED,
    NOTHING_WAS_STORED
  }

  private final RunningMaster master;
  private final List<Draft> drafts;
  private final long begun;
  private Knows knows = Knows.NOTHING;

  Attempt(RunningMaster master, List<Draft> drafts, long begun) {
    this.master = master;
    this.drafts = drafts;
    this.begun = begun;
  }

  RunningMaster master() {
    return master;
  }

  List<Draft> drafts() {
    return drafts;
  }

  long begun() {
    return begun;
  }

  Knows knows() {
    return knows;
  }

  public boolean isStored() {
    return knows == Knows.STORED;
  }

  void end(Knows what) {
    knows = what;
  }

  /** Whether it gives one id to two messages. */
  boolean contradictsItself() {
    return drafts.stream().map(Draft::id).flatMap(Optional::stream).distinct().count()
        < drafts.stream()
            .filter(draft -> draft.id().isPresent())
            .map(Attempt::text)
            .distinct()
            .count();
  }

  static String text(Draft draft) {
    return new String(draft.message(), StandardCharsets.UTF_8);
  }
}
