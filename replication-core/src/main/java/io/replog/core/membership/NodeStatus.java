package io.replog.core.membership;

/** How alive a secondary seems. */
public enum NodeStatus {
  HEALTHY,
  /** Silent for longer than usual. */
  SUSPECTED,
  /** Silent for so long that it is taken for dead, or never heard of. */
  UNHEALTHY
}
