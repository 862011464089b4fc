package io.replog.cluster.history;

import io.replog.cluster.client.Entry;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Takes down what many clients do at once. */
public final class Recorder {

  private final Queue<Write> writes = new ConcurrentLinkedQueue<>();
  private final Queue<Read> reads = new ConcurrentLinkedQueue<>();

  public void add(Write write) {
    writes.add(write);
  }

  public void add(Read read) {
    reads.add(read);
  }

  public long acknowledged() {
    return writes.stream().filter(write -> write.outcome().isAcknowledged()).count();
  }

  public History history(Map<String, List<Entry>> logs) {
    return new History(List.copyOf(writes), List.copyOf(reads), Map.copyOf(logs));
  }
}
