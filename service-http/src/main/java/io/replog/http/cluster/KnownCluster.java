package io.replog.http.cluster;

/**
 * What this node knows of its cluster. Called on any thread, many times a second while somebody
 * watches. Where this node has no address of its own, its {@code url} is null.
 */
public interface KnownCluster {

  /** As of now. May ask other nodes for what they know, for about as long as a heartbeat may. */
  ClusterBody now();

  /** The same, without asking a node that could ask this one. */
  default ClusterBody own() {
    return now();
  }
}
