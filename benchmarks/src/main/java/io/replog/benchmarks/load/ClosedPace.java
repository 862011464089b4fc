package io.replog.benchmarks.load;

/** A request is due whenever a client is free. */
final class ClosedPace implements Pace {
  private long left;

  ClosedPace(long requests) {
    left = requests;
  }

  @Override
  public long take(long now) {
    if (left == 0) {
      return NOT_YET;
    }
    left--;
    return now;
  }

  @Override
  public boolean finished() {
    return left == 0;
  }

  @Override
  public long behind(long now) {
    return 0;
  }

  @Override
  public long interval() {
    return 0;
  }
}
