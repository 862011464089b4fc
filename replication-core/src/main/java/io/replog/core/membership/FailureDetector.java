package io.replog.core.membership;

/**
 * Suspects a node by the time since it last gave a sign of life. Times are nanoseconds of a
 * monotonic clock. Safe for any thread.
 */
public final class FailureDetector {

  /** Silence, in nanoseconds, after which a node is suspected, and unhealthy. */
  public record Patience(long suspectAfter, long unhealthyAfter) {}

  private final Patience patience;
  private volatile boolean everSeen;
  private volatile long lastSeen;

  public FailureDetector(Patience patience) {
    this.patience = patience;
  }

  /** The node gave a sign of life. */
  public void signal(long now) {
    lastSeen = now;
    everSeen = true;
  }

  public NodeStatus status(long now) {
    long silence = now - lastSeen;
    if (!everSeen || silence >= patience.unhealthyAfter()) {
      return NodeStatus.UNHEALTHY;
    }
    return silence >= patience.suspectAfter() ? NodeStatus.SUSPECTED : NodeStatus.HEALTHY;
  }
}
