package io.replog.core.view;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * When the log reached which length, by samples: enough to say for how long a secondary has lagged.
 * Bounded: it reports a lag older than the oldest sample as that sample's age. Safe for any thread.
 */
public final class CommitTimes {

  private static final int MAX_SAMPLES = 600;
  private static final long SAMPLE_EVERY_NANOS = 500_000_000;

  private record Sample(long length, long nanos) {}

  private final Deque<Sample> samples = new ArrayDeque<>();

  /** The log became {@code length} long at {@code now}. */
  public synchronized void committed(long length, long now) {
    Sample last = samples.peekLast();
    if (last != null && length < last.length()) {
      samples.clear(); // The log was emptied.
    } else if (last != null && now - last.nanos() < SAMPLE_EVERY_NANOS) {
      return;
    }
    if (samples.size() == MAX_SAMPLES) {
      samples.removeFirst();
    }
    samples.addLast(new Sample(length, now));
  }

  /**
   * For how many nanoseconds, about, the message after the first {@code acknowledged} has been in
   * the log, which is {@code length} long now.
   */
  public synchronized long lagNanos(long acknowledged, long length, long now) {
    if (acknowledged >= length) {
      return 0;
    }
    for (Sample sample : samples) {
      if (sample.length() > acknowledged) {
        return now - sample.nanos();
      }
    }
    return samples.isEmpty() ? 0 : now - samples.peekLast().nanos();
  }
}
