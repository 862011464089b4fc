package io.replog.node.election;

/**
 * Notices a reign that does not open: this node was elected, yet takes no messages and makes no
 * progress. Another node may be able to. Not safe for several threads.
 */
final class OpeningWatch {

  private final long patienceNanos;
  private boolean opening;
  private long progress;
  private long since;

  OpeningWatch(long patienceNanos) {
    this.patienceNanos = patienceNanos;
  }

  /**
   * Whether it is time to give up.
   *
   * @param takesOver whether this node was elected and has not opened yet
   * @param reached grows while the take-over makes progress
   */
  boolean isTardy(boolean takesOver, long reached, long now) {
    if (!takesOver || !opening || reached != progress) {
      opening = takesOver;
      progress = reached;
      since = now;
      return false;
    }
    if (now - since < patienceNanos) {
      return false;
    }
    since = now; // The hand-over may fail: another attempt after the same patience.
    return true;
  }
}
