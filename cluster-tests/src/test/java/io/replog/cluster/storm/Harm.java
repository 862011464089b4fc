package io.replog.cluster.storm;

/** Something bad that is done to a cluster and undone after a while. Its text tells what. */
interface Harm {

  void begin();

  void end();

  /** What it is, without the details that chance decided. */
  default String kind() {
    return toString();
  }
}
