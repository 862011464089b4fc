package io.replog.simulation.rules;

import io.replog.simulation.threads.SimulatedProcess;

/**
 * A message that a master answered for.
 *
 * @param text of the message; every message has its own
 * @param checksum of the log up to it
 * @param w how many nodes were said to hold it, at least
 * @param begun when any client first asked for it
 * @param ended when it was answered
 * @param epoch of the master that did
 * @param logId of the log that it was put into
 */
public record Acknowledged(
    String text,
    long order,
    long checksum,
    int w,
    long begun,
    long ended,
    SimulatedProcess by,
    long epoch,
    String logId) {

  @Override
  public String toString() {
    return "%s at %d with w=%d by %s (epoch %d)".formatted(text, order, w, by, epoch);
  }
}
