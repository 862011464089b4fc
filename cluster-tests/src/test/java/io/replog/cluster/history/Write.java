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
 * @param majority whether it asked for a majority by that name, or for all
 * @param survives whether the answer told that the message survives a failover
 */
public record Write(
    String id,
    String message,
    long sent,
    long answered,
    int w,
    Outcome outcome,
    long order,
    List<String> acks,
    boolean majority,
    boolean survives) {

  public static final long NO_ORDER = -1;

  /** Where no answer tells what survives a failover. */
  public Write(
      String id,
      String message,
      long sent,
      long answered,
      int w,
      Outcome outcome,
      long order,
      List<String> acks) {
    this(id, message, sent, answered, w, outcome, order, acks, false, false);
  }

  @Override
  public String toString() {
    return "%s (w=%d%s): %s at %d by %s%s, sent %d, answered %d"
        .formatted(
            id,
            w,
            majority ? ", by name" : "",
            outcome,
            order,
            acks,
            survives ? ", to survive" : "",
            sent,
            answered);
  }
}
