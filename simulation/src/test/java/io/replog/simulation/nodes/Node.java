package io.replog.simulation.nodes;

import io.replog.log.DurableLog;
import java.util.Optional;

/** A node as faults see it: a disk, and a process that may be up or not. */
public interface Node {

  String name();

  Disk disk();

  /** The log as the process shows it; empty while there is none. */
  Optional<DurableLog> log();

  boolean isUp();

  void start();

  /** Ends its process between two of its steps, without a chance to clean up. */
  void kill();

  /** Closes its role and builds a new one over the same log, in the same process. */
  void rebuild();

  /** Whether a role that is to be built anew has not ended yet. */
  boolean isClosing();
}
