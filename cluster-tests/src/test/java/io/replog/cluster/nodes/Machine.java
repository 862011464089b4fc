package io.replog.cluster.nodes;

import java.net.URI;
import java.util.Map;

/** What a node runs on: its process or container, and its disk. */
public interface Machine {

  /** Where the tests reach the node. */
  URI url();

  /** The port the node listens on, as its neighbours see it. */
  int port();

  /** Starts the node's program and does not wait for it. The disk is as it was left. */
  void boot(Map<String, String> environment);

  boolean isRunning();

  /** Ends it without notice (SIGKILL). */
  void kill();

  /** Stops its clock, so to say: nothing of it runs until {@link #resume} (SIGSTOP). */
  void pause();

  void resume();

  /**
   * Asks it to end (SIGTERM) and waits.
   *
   * @return its exit code
   */
  int stop();

  /** Waits for its end by itself and returns the exit code. */
  int awaitExit();

  /** Empties the disk of a node that is not running. */
  void wipe();

  /** Everything it printed so far, over all its starts. */
  String log();

  /** Ends it and gives back all that it used. */
  void release();
}
