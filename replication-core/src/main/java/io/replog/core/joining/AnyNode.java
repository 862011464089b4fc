package io.replog.core.joining;

import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Registers at the node that a person named, or where that one does not answer at another one of
 * its cluster: each passes it on to its master. So this node finds a new master by itself. Not safe
 * for several threads.
 */
public final class AnyNode implements MasterClient {

  private final Function<URI, MasterClient> clients;
  private final Supplier<List<URI>> others;
  private URI present;

  /**
   * @param named where to register first
   * @param others where the voters are, as far as this node knows by now
   */
  public AnyNode(Function<URI, MasterClient> clients, URI named, Supplier<List<URI>> others) {
    this.clients = clients;
    this.others = others;
    this.present = named;
  }

  @Override
  public Answer register(Registration registration) throws IOException, InterruptedException {
    Set<URI> nodes = new LinkedHashSet<>();
    nodes.add(present);
    nodes.addAll(others.get());
    IOException failure = null;
    for (URI node : nodes) {
      try {
        Answer answer = clients.apply(node).register(registration);
        present = node;
        return answer;
      } catch (IOException e) {
        failure = failure == null ? e : failure;
      }
    }
    throw failure;
  }
}
