package io.replog.core.fakes;

import io.replog.core.transport.SecondaryClient;
import io.replog.core.transport.SecondaryClients;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The ways to the nodes of a test; where there is none, nobody answers. */
public final class FakeClients implements SecondaryClients {

  public final Map<URI, SecondaryClient> nodes = new ConcurrentHashMap<>();

  @Override
  public SecondaryClient connect(URI base) {
    return nodes.getOrDefault(base, new SilentClient());
  }

  @Override
  public SecondaryClient connectPatiently(URI base) {
    return connect(base);
  }
}
