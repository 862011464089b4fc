package io.replog.benchmarks.load;

/**
 * Requests are due at fixed times. One that no free client could take at its time is sent later and
 * still counts from its time, so that a server that stalls cannot hide the requests that it kept
 * from being sent (the omission that a closed loop coordinates with the server).
 */
final class OpenPace implements Pace {
  private final long start;
  private final double interval;
  // Invariant: the requests 0 … taken-1 were handed out, each once.
  private long taken;

  OpenPace(double perSecond, long start) {
    if (!(perSecond > 0)) {
      throw new IllegalArgumentException("a rate must be more than 0, not " + perSecond);
    }
    this.start = start;
    this.interval = 1e9 / perSecond;
  }

  @Override
  public long take(long now) {
    long due = due(taken);
    if (due - now > 0) {
      return NOT_YET;
    }
    taken++;
    return due;
  }

  @Override
  public boolean finished() {
    return false;
  }

  @Override
  public long behind(long now) {
    return Math.max(0, (long) Math.floor((now - start) / interval) + 1 - taken);
  }

  @Override
  public long interval() {
    return Math.max(1, (long) interval);
  }

  private long due(long request) {
    return start + (long) (request * interval);
  }
}
