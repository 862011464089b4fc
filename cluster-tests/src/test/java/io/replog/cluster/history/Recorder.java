package io.replog.cluster.history;

import io.replog.cluster.client.Entry;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Takes down what many clients do at once. */
public final class Recorder {

  private final Queue<Write> writes = new ConcurrentLinkedQueue<>();
  private final Queue<Read> reads = new ConcurrentLinkedQueue<>();
  private final Map<Entry, Entry> entries = new ConcurrentHashMap<>();

  public void add(Write write) {
    writes.add(write);
  }

  /** Entries that were read before are kept once, so that long storms fit in memory. */
  public void add(Read read) {
    reads.add(
        new Read(
            read.node(),
            read.disk(),
            read.sent(),
            read.answered(),
            read.from(),
            once(read.entries())));
  }

  /** The same, with entries that were read before. */
  public List<Entry> once(List<Entry> read) {
    return read.stream().map(this::once).toList();
  }

  private Entry once(Entry entry) {
    Entry known = entries.putIfAbsent(entry, entry);
    return known == null ? entry : known;
  }

  public long acknowledged() {
    return writes.stream().filter(write -> write.outcome().isAcknowledged()).count();
  }

  public History history(Map<String, List<Entry>> logs) {
    return history(logs, Copies.NONE);
  }

  public History history(Map<String, List<Entry>> logs, Copies copies) {
    return new History(List.copyOf(writes), List.copyOf(reads), Map.copyOf(logs), copies);
  }
}
