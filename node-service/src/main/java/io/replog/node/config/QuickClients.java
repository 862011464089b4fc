package io.replog.node.config;

import io.replog.core.transport.SecondaryClient;
import io.replog.core.transport.SecondaryClients;
import java.net.URI;

/**
 * A take-over by election waits for no silent node longer than a heartbeat does: a majority is
 * enough, and whoever was missed is compared with later.
 */
record QuickClients(SecondaryClients clients) implements SecondaryClients {

  @Override
  public SecondaryClient connect(URI base) {
    return clients.connect(base);
  }

  @Override
  public SecondaryClient connectPatiently(URI base) {
    return clients.connect(base);
  }
}
