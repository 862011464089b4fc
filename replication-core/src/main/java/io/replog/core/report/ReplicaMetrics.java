package io.replog.core.report;

import io.replog.model.Problem;

/**
 * What a secondary measures while it works. Called while its log is locked: must be quick, and must
 * not throw.
 */
public interface ReplicaMetrics {

  /**
   * A delivery of {@code messages} messages is on the disk, {@code appended} of them newly visible.
   */
  void stored(int messages, long appended, long nanos);

  /** A delivery was refused whole. */
  void refused(Problem problem);
}
