package io.replog.core.replica;

import io.replog.model.Problem;

/** Result of a delivery. */
public sealed interface DeliveryOutcome {

  /**
   * All of it is on the disk.
   *
   * @param appended how many messages it made visible
   * @param messages length of the prefix now
   * @param buffered messages held beyond a gap now
   */
  record Stored(long appended, long messages, long buffered) implements DeliveryOutcome {}

  /** Nothing of it was stored. */
  record Refused(Problem problem) implements DeliveryOutcome {}
}
