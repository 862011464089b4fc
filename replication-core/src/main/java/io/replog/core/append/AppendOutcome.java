package io.replog.core.append;

import io.replog.core.progress.Progress.Range;
import io.replog.model.Problem;
import java.util.List;

/** Result of one append request. */
public sealed interface AppendOutcome {

  /**
   * Where a message stands in the log.
   *
   * @param duplicate whether it stood there before this request
   */
  record Placed(String id, long order, boolean duplicate) {}

  /** All of them are on this node's disk; in the order of the drafts, at least one. */
  record Stored(List<Placed> placed) implements AppendOutcome {

    // Loops: each write asks several times, and for one message a stream costs many times more.

    public long lastOrder() {
      long last = placed.getFirst().order();
      for (Placed each : placed) {
        last = Math.max(last, each.order());
      }
      return last;
    }

    public long firstOrder() {
      long first = placed.getFirst().order();
      for (Placed each : placed) {
        first = Math.min(first, each.order());
      }
      return first;
    }

    /** From the first order to the last; only the last where others lie between. */
    public Range orders() {
      long first = firstOrder();
      long last = lastOrder();
      boolean together = last - first < placed.size();
      return new Range(together ? first : last, last + 1);
    }

    public long duplicates() {
      return placed.stream().filter(Placed::duplicate).count();
    }
  }

  /** An id is known with another message, at {@code order}; none of the drafts was stored. */
  record Conflict(String id, long order) implements AppendOutcome {}

  /** The log accepts no messages now; none of the drafts was stored. */
  record Refused(Problem problem) implements AppendOutcome {}
}
