package io.replog.cluster.history;

import io.replog.cluster.client.Entry;
import java.util.List;

/**
 * One reading of a node's log from some order to its end.
 *
 * @param disk counts how often the node became one that may show less: its disk was wiped, or,
 *     where masters are elected, it was started anew
 * @param sent before the request left, in nanoseconds of one clock
 * @param answered after the answer was read, by the same clock
 * @param from the first order asked for
 */
public record Read(
    String node, int disk, long sent, long answered, long from, List<Entry> entries) {

  /** The order after the last one that was shown. */
  long end() {
    return from + entries.size();
  }

  @Override
  public String toString() {
    return "%s from %d to %d, sent %d".formatted(node, from, end(), sent);
  }
}
