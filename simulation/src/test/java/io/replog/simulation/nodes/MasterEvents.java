package io.replog.simulation.nodes;

import io.replog.master.append.AppendEvents;
import io.replog.master.cluster.ClusterEvents;
import io.replog.master.membership.NodeStatus;
import io.replog.master.membership.Secondary;
import io.replog.master.recovery.TakeOverEvents;
import io.replog.master.replication.ReplicationEvents;
import io.replog.model.Delivery;
import io.replog.model.DeliveryAck;
import io.replog.model.LogEntry;
import io.replog.simulation.Trace;
import io.replog.simulation.threads.SimulatedProcess;
import java.util.List;

/** Puts what a master reports into the trace. */
final class MasterEvents implements AppendEvents, ClusterEvents, ReplicationEvents, TakeOverEvents {

  private final SimulatedProcess process;
  private final Trace trace;
  private final Runnable tookOver;

  /** {@code tookOver}: run at the end of each take-over. */
  MasterEvents(SimulatedProcess process, Trace trace, Runnable tookOver) {
    this.process = process;
    this.trace = trace;
    this.tookOver = tookOver;
  }

  private void add(String event) {
    trace.add(process + " " + event);
  }

  @Override
  public void stored(List<LogEntry> entries, int requests, long nanos) {
    add("stored orders %d..%d".formatted(entries.getFirst().order(), entries.getLast().order()));
  }

  @Override
  public void storageFailed(int requests, String reason) {
    add("disk failed");
  }

  @Override
  public void joined(Secondary secondary) {}

  @Override
  public void left(Secondary secondary, String why) {
    add("does not count %s any more: %s".formatted(secondary, why));
  }

  @Override
  public void statusChanged(Secondary secondary, NodeStatus before, NodeStatus after) {}

  @Override
  public void fenced(long epoch) {
    add("is fenced by epoch " + epoch);
  }

  @Override
  public void connected(String secondary, long prefix, long lag) {
    add("connected to %s, which holds %d".formatted(secondary, prefix));
  }

  @Override
  public void sent(String secondary, Delivery delivery) {}

  @Override
  public void acknowledged(String secondary, Delivery delivery, DeliveryAck ack, long nanos) {
    add("heard that " + secondary + " holds " + ack.messages());
  }

  @Override
  public void failed(String secondary, String reason) {
    add("failed at %s: %s".formatted(secondary, reason));
  }

  @Override
  public void diverged(String secondary, String reason) {
    add("found %s diverged: %s".formatted(secondary, reason));
  }

  @Override
  public void unreachable(String secondary, String reason) {
    add("cannot reach %s: %s".formatted(secondary, reason));
  }

  @Override
  public void adopted(String logId) {
    add("takes up the log " + logId);
  }

  @Override
  public void progress(String secondary, long length, long target) {}

  @Override
  public void recovered(String secondary, long messages) {
    add("took up %d messages from %s".formatted(messages, secondary));
  }

  @Override
  public void diverged(String secondary, long order) {
    add("differs from %s before order %d".formatted(secondary, order));
  }

  @Override
  public void tookOver(String logId, long epoch, long messages) {
    add("took over %s with epoch %d and %d messages".formatted(logId, epoch, messages));
    tookOver.run();
  }
}
