package io.replog.benchmarks.load;

/**
 * Decides when a request may be sent, and from when its latency counts. Time comes in as an
 * argument, in nanoseconds of {@link System#nanoTime()}; used by one thread.
 *
 * <p>In a closed loop a request is due whenever a client is free. In an open loop requests are due
 * at fixed times. One that no free client could take at its time is sent later and still counts
 * from its time, so that a server that stalls cannot hide the requests that it kept from being sent
 * (coordinated omission).
 */
final class Pace {
  /** No request may be sent at this time. */
  static final long NOT_YET = Long.MIN_VALUE;

  private final long start;
  // Nanoseconds between requests; 0 in a closed loop.
  private final double interval;
  private final long requests;
  // Invariant: the requests 0 … taken-1 were handed out, each once.
  private long taken;

  private Pace(long start, double interval, long requests) {
    this.start = start;
    this.interval = interval;
    this.requests = requests;
  }

  /** A client sends its next request as soon as it has its answer, until so many were sent. */
  static Pace closed(long requests) {
    return new Pace(0, 0, requests);
  }

  /** Requests are due at a fixed rate, whatever the answers do. */
  static Pace open(double perSecond, long start) {
    return new Pace(start, 1e9 / perSecond, Long.MAX_VALUE);
  }

  /** Takes the next request that may be sent now: the time its latency counts from. */
  long take(long now) {
    long due = interval == 0 ? now : start + (long) (taken * interval);
    if (finished() || due - now > 0) {
      return NOT_YET;
    }
    taken++;
    return due;
  }

  /** Whether no request will ever be due again. */
  boolean finished() {
    return taken == requests;
  }

  /** How many requests of an open loop are due at this time and were not taken. */
  long behind(long now) {
    return interval == 0 ? 0 : Math.max(0, (long) Math.floor((now - start) / interval) + 1 - taken);
  }
}
