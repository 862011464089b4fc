package io.replog.core.transport;

import io.replog.log.DurableLog;
import io.replog.model.ReplicaStatus;
import java.util.OptionalLong;

/** Compares this node's log with another's by their running checksums. */
public record LogComparison(DurableLog log, Asked other) {

  /** Answers with the other node's status at a length. */
  @FunctionalInterface
  public interface Asked {
    ReplicaStatus status(OptionalLong at) throws TransportException;
  }

  /** Whether the first {@code length} messages of both are the same. */
  public boolean sameUpTo(long length) throws TransportException {
    ReplicaStatus status = other.status(OptionalLong.of(length));
    return log.checksumOf(length).filter(mine -> status.matches(length, mine)).isPresent();
  }

  /**
   * The first order whose messages differ, given that the first {@code length} are not all equal.
   */
  public long firstDifference(long length) throws TransportException {
    long same = log.facts().first();
    long different = length;
    while (different - same > 1) {
      long middle = same + (different - same) / 2;
      if (sameUpTo(middle)) {
        same = middle;
      } else {
        different = middle;
      }
    }
    return same;
  }
}
