package io.replog.core.transport;

import java.net.URI;

/** Makes the clients of secondaries. Safe for any thread; does not block. */
public interface SecondaryClients {

  /** A client of the node at {@code base}, for replication and heartbeats. */
  SecondaryClient connect(URI base);

  /**
   * The same for a take-over, which waits longer, because a node that does not answer counts as
   * absent.
   */
  SecondaryClient connectPatiently(URI base);
}
