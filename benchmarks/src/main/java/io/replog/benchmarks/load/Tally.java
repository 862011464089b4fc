package io.replog.benchmarks.load;

import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.SingleWriterRecorder;

/** What one loop thread has counted since it was last asked; any thread may ask. */
final class Tally {
  private static final long LONGEST = 3_600_000_000_000L;
  private static final int KINDS = 20;

  private final SingleWriterRecorder latencies = new SingleWriterRecorder(LONGEST, 3);
  private final Map<String, LongAdder> errors = new ConcurrentHashMap<>();
  private volatile long behind;

  static Histogram emptyHistogram() {
    return new Histogram(LONGEST, 3);
  }

  void answered(long nanos) {
    latencies.recordValue(Math.clamp(nanos, 0, LONGEST));
  }

  void failed(String kind) {
    String counted = errors.containsKey(kind) || errors.size() < KINDS ? kind : "others";
    errors.computeIfAbsent(counted, k -> new LongAdder()).increment();
  }

  void behind(long requests) {
    behind = requests;
  }

  long behind() {
    return behind;
  }

  Histogram takeLatencies() {
    return latencies.getIntervalHistogram();
  }

  Map<String, Long> takeErrors() {
    Map<String, Long> taken = new TreeMap<>();
    errors.forEach((kind, count) -> taken.put(kind, count.sumThenReset()));
    taken.values().removeIf(count -> count == 0);
    return taken;
  }
}
