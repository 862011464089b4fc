package io.replog.core.transport;

import java.net.URI;

/** Makes the ways to secondaries. Safe for any thread; does not block. */
public interface SecondaryClients {

  /** A way to the node at {@code base}, for replication and heartbeats. */
  SecondaryClient connect(URI base);

  /**
   * The same for a take-over, which waits longer: a node that it does not hear counts as absent.
   */
  SecondaryClient connectPatiently(URI base);
}
