package io.replog.node.election;

/**
 * Notices a reign that is stuck: this node is the elected one, yet does not open and makes no
 * progress, or reaches no majority. Another node may be able to. Not safe for several threads.
 */
final class ReignWatch {

  private final long patienceNanos;
  private boolean stuck;
  private long progress;
  private long since;

  ReignWatch(long patienceNanos) {
    this.patienceNanos = patienceNanos;
  }

  /**
   * Whether it is time to give up.
   *
   * @param isStuck whether this node is the elected one and cannot do a master's work now
   * @param reached grows while it makes progress
   */
  boolean isOver(boolean isStuck, long reached, long now) {
    if (!isStuck || !stuck || reached != progress) {
      stuck = isStuck;
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
