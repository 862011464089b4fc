package io.replog.core.membership;

/** The failure detector's verdict on a secondary. */
public enum NodeStatus {
  HEALTHY,
  /** Silent for longer than usual. */
  SUSPECTED,
  /** Silent for so long that it is presumed dead, or never reached. */
  UNHEALTHY
}
