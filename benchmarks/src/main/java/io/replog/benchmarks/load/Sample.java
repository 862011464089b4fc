package io.replog.benchmarks.load;

import java.util.Map;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/**
 * What was counted over a stretch of time.
 *
 * @param latencies of the answers that did what was asked, in nanoseconds
 * @param errors refusals and broken connections, by kind
 * @param nanos how long the stretch was
 * @param behind requests of an open loop that were due at its end and not sent
 */
public record Sample(Histogram latencies, Map<String, Long> errors, long nanos, long behind) {
  private static final long LONGEST = 3_600_000_000_000L;
  private static final int DIGITS = 3;
  private static final int KINDS = 20;

  public static Sample none() {
    return new Sample(new Histogram(LONGEST, DIGITS), new TreeMap<>(), 0, 0);
  }

  void answered(long latency) {
    latencies.recordValue(Math.clamp(latency, 0, LONGEST));
  }

  void failed(String kind) {
    String counted = errors.containsKey(kind) || errors.size() < KINDS ? kind : "others";
    errors.merge(counted, 1L, Long::sum);
  }

  /** What was counted, and over what. */
  Sample over(long length, long behindAtItsEnd) {
    return new Sample(latencies, errors, length, behindAtItsEnd);
  }

  /** This stretch and the one that followed it. */
  public Sample and(Sample later) {
    Histogram all = latencies.copy();
    all.add(later.latencies);
    Map<String, Long> kinds = new TreeMap<>(errors);
    later.errors.forEach((kind, count) -> kinds.merge(kind, count, Long::sum));
    return new Sample(all, kinds, nanos + later.nanos, later.behind);
  }

  public long count() {
    return latencies.getTotalCount();
  }

  public long errorCount() {
    return errors.values().stream().mapToLong(Long::longValue).sum();
  }

  public double seconds() {
    return nanos / 1e9;
  }

  public double rate() {
    return nanos == 0 ? 0 : count() / seconds();
  }

  /** Milliseconds within which this share of the answers came, in percent; 0 where none came. */
  public double millis(double percentile) {
    return count() == 0 ? 0 : latencies.getValueAtPercentile(percentile) / 1e6;
  }

  public double maxMillis() {
    return latencies.getMaxValue() / 1e6;
  }
}
