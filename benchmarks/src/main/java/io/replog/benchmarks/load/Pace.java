package io.replog.benchmarks.load;

/**
 * Decides when a request may be sent, and from when its latency counts. Time comes in as an
 * argument, in nanoseconds of {@link System#nanoTime()}; used by one thread.
 */
public interface Pace {
  /** No request may be sent at this time. */
  long NOT_YET = Long.MIN_VALUE;

  /** Takes the next request that may be sent now: the time its latency counts from. */
  long take(long now);

  /** Whether no request will ever be due again. */
  boolean finished();

  /** How many requests are due at this time and were not taken. */
  long behind(long now);

  /** Nanoseconds between requests, or 0 where each follows the answer before it. */
  long interval();

  /** Closed loop: a client sends its next request as soon as it has its answer. */
  static Pace closed() {
    return closed(Long.MAX_VALUE);
  }

  /** Closed loop that ends after a number of requests. */
  static Pace closed(long requests) {
    return new ClosedPace(requests);
  }

  /** Open loop: requests are due at a fixed rate, whatever the answers do. */
  static Pace open(double perSecond, long start) {
    return new OpenPace(perSecond, start);
  }
}
