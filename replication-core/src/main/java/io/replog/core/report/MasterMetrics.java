package io.replog.core.report;

import io.replog.core.membership.Secondary;
import java.util.List;

/**
 * What a master measures while it works; its state is read from {@link
 * io.replog.core.view.ClusterView}. Called by many threads, some of them holding up writers: must
 * be quick, and must not throw.
 */
public interface MasterMetrics {

  /** One commit put {@code messages} of {@code requests} requests on the disk. */
  void stored(int messages, int requests, long nanos);

  /** {@code secondary} answered a delivery of {@code messages} messages. */
  void delivered(String secondary, int messages, long nanos);

  /** A connection to {@code secondary}, or a delivery, failed and will be retried. */
  void failed(String secondary);

  /** The secondaries, or their ids, have changed to these. */
  void members(List<Secondary> members);

  /** This master has taken over {@code logId} in {@code epoch}. */
  void tookOver(String logId, long epoch, long messages);
}
