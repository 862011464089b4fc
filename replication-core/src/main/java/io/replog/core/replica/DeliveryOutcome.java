package io.replog.core.replica;

import io.replog.model.Problem;

/** What became of a delivery. */
public sealed interface DeliveryOutcome {

  /**
   * Everything of it is on the disk.
   *
   * @param appended how many messages became visible by it
   * @param messages length of the prefix now
   * @param buffered messages held beyond a gap now
   */
  record Stored(long appended, long messages, long buffered) implements DeliveryOutcome {}

  /** Nothing of it was stored. */
  record Refused(Problem problem) implements DeliveryOutcome {}
}
