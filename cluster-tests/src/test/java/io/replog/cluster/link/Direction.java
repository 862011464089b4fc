package io.replog.cluster.link;

/** Which way bytes go over a link, seen from the side that connects. */
public enum Direction {
  FORTH,
  BACK
}
