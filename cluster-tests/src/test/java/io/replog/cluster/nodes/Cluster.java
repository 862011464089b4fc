package io.replog.cluster.nodes;

import io.replog.cluster.client.Client;
import java.util.Collection;

/** Real nodes, on this machine, that a test starts, hurts and asks. */
public interface Cluster extends AutoCloseable {

  /**
   * Starts these side by side, with the data they had, and waits until each is healthy. Where nodes
   * elect, {@link Node#MASTER} is master whenever it was among those that were started last; and
   * the first time all others run for a moment too, since a cluster is founded by all its nodes.
   */
  void start(Node... nodes);

  /** Starts a node without waiting for it. */
  void launch(Node node);

  void kill(Node... nodes);

  void pause(Node node);

  void resume(Node node);

  /** Ends a node with grace and returns its exit code. */
  int stop(Node node);

  default void restart(Node node) {
    stop(node);
    start(node);
  }

  /** Waits for a node to end by itself and returns its exit code. */
  int awaitExit(Node node);

  boolean isRunning(Node node);

  /** Empties the disk of a node that is not running. */
  void wipe(Node node);

  /** Parts a node from all others. */
  void cut(Node node);

  void heal(Node node);

  /** Sets something for this node's next start; see {@link Topology#set}. */
  void set(Node node, String name, String value);

  /** Requests to this node. The same object over all its restarts. */
  Client client(Node node);

  /** The base URL under which one node reaches another. */
  String url(Node from, Node to);

  /** Everything a node printed. */
  String log(Node node);

  /** The nodes that were ever started. */
  Collection<Node> nodes();

  @Override
  void close();
}
