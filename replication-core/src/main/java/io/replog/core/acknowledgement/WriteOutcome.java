package io.replog.core.acknowledgement;

import io.replog.core.append.AppendOutcome.Stored;
import io.replog.model.Problem;
import java.util.List;

/** How a write ended for the one who asked for it. "Unknown" is never folded into "failed". */
public sealed interface WriteOutcome {

  /** Stored, and {@code acks} hold it, {@code w} of them being what was asked for. */
  record Done(Stored stored, int w, List<String> acks) implements WriteOutcome {}

  /** Stored and still being delivered; the writer's time was over. */
  record TimedOut(Stored stored, int w, List<String> acks) implements WriteOutcome {}

  /** Stored and still to be delivered; this node cannot wait any longer. */
  record Abandoned(Stored stored, int w, List<String> acks) implements WriteOutcome {}

  /** Nothing was stored: the id is known with another message. */
  record Conflict(String id, long order) implements WriteOutcome {}

  /** Nothing was stored: there are only {@code nodes} nodes. */
  record Impossible(int nodes) implements WriteOutcome {}

  /** Nothing was stored. */
  record Refused(Problem problem) implements WriteOutcome {}

  /** The node failed while it stored: nobody can say whether it did. */
  record Unknown() implements WriteOutcome {}
}
