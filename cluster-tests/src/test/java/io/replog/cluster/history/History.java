package io.replog.cluster.history;

import io.replog.cluster.client.Entry;
import java.util.List;
import java.util.Map;

/**
 * Everything that clients did and saw.
 *
 * @param writes all attempts
 * @param reads all readings
 * @param logs what each node shows in the end, all faults being over
 * @param copies what became of others
 */
public record History(
    List<Write> writes, List<Read> reads, Map<String, List<Entry>> logs, Copies copies) {

  /** Without failovers. */
  public History(List<Write> writes, List<Read> reads, Map<String, List<Entry>> logs) {
    this(writes, reads, logs, Copies.NONE);
  }
}
