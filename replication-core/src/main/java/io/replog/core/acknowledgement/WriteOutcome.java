package io.replog.core.acknowledgement;

import io.replog.core.append.AppendOutcome.Stored;
import io.replog.model.Problem;
import java.util.List;
import java.util.Optional;

/** How a write ended for its client. "Unknown" is never folded into "failed". */
public sealed interface WriteOutcome {

  /**
   * Stored on the nodes {@code acks}; the client asked for {@code w} of them.
   *
   * @param survivesFailover see {@link Acknowledgements#survivesFailover}
   */
  record Done(Stored stored, int w, List<String> acks, Optional<Boolean> survivesFailover)
      implements WriteOutcome {}

  /** Stored and still being delivered; the writer's timeout passed. */
  record TimedOut(Stored stored, int w, List<String> acks) implements WriteOutcome {}

  /** Stored and still to be delivered; this node cannot wait any longer. */
  record Abandoned(Stored stored, int w, List<String> acks) implements WriteOutcome {}

  /** Nothing was stored: the id is known with another message. */
  record Conflict(String id, long order) implements WriteOutcome {}

  /** Nothing was stored: there are only {@code nodes} nodes. */
  record Impossible(int nodes) implements WriteOutcome {}

  /** Nothing was stored. */
  record Refused(Problem problem) implements WriteOutcome {}

  /** The node failed while storing; whether it stored is unknown. */
  record Unknown() implements WriteOutcome {}
}
