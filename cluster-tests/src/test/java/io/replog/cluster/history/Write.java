package io.replog.cluster.history;

import java.util.List;

/**
 * One attempt to write a message.
 *
 * @param sent before the request left, in nanoseconds of one clock
 * @param answered after the answer came, by the same clock
 * @param w the number of nodes asked for
 * @param order the order told in the answer, -1 if none was
 * @param acks the nodes told in the answer
 */
public record Write(
    String id,
    String message,
    long sent,
    long answered,
    int w,
    Outcome outcome,
    long order,
    List<String> acks) {

  public static final long NO_ORDER = -1;

  @Override
  public String toString() {
    return "%s (w=%d): %s at %d by %s, sent %d, answered %d"
        .formatted(id, w, outcome, order, acks, sent, answered);
  }
}
