package io.replog.node.listing;

import io.replog.http.settings.Setting;
import io.replog.model.Voters;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The nodes that found the cluster, as {@code REPLOG_NODES} lists them: the same line on every
 * node. The first of them founds it.
 */
public record NodeList(List<Listed> nodes) {

  /** The engine's port is the one of HTTP and so much more, unless it is given. */
  public static final int ELECTION_PORT_OFFSET = 1000;

  /** Of a node that is added to a cluster, which founds none. */
  public static final NodeList NONE = new NodeList(List.of());

  private static final String EXAMPLE = "n1=http://host1:5000,n2=http://host2:5000";

  /** One of them: its server id, and where the others and clients reach it. */
  public record Listed(String id, URI url) {
    /** Where its engine listens, unless it says otherwise. */
    public int electionPort() {
      return url.getPort() + ELECTION_PORT_OFFSET;
    }
  }

  public NodeList {
    nodes = List.copyOf(nodes);
  }

  /**
   * Reads {@code id=url,id=url,…}.
   *
   * @throws IllegalArgumentException saying what to change
   */
  public static NodeList parse(List<String> given) {
    List<Listed> nodes = new ArrayList<>();
    for (String each : given) {
      if (!each.isBlank()) {
        nodes.add(listed(each.strip()));
      }
    }
    if (nodes.isEmpty()) {
      throw new IllegalArgumentException(
          "must list all nodes, such as %s; or set REPLOG_JOIN, for a node that is added"
              .formatted(EXAMPLE));
    }
    refuseTwice(nodes);
    if (nodes.size() == 2) {
      throw new IllegalArgumentException(
          "lists two nodes, of which neither can go on alone: list three, or one");
    }
    if (nodes.size() > Voters.MAX) {
      throw new IllegalArgumentException("must list at most %d nodes".formatted(Voters.MAX));
    }
    return new NodeList(nodes);
  }

  private static Listed listed(String text) {
    int equals = text.indexOf('=');
    if (equals < 1) {
      throw new IllegalArgumentException(
          "\"%s\" is not <server id>=<base URL>, as in %s".formatted(text, EXAMPLE));
    }
    String id = NodeId.check(text.substring(0, equals).strip());
    return new Listed(id, Setting.baseUrl(text.substring(equals + 1)));
  }

  private static void refuseTwice(List<Listed> nodes) {
    Set<String> ids = new HashSet<>();
    Set<URI> urls = new HashSet<>();
    for (Listed node : nodes) {
      if (!ids.add(node.id())) {
        throw new IllegalArgumentException("lists the node \"%s\" twice".formatted(node.id()));
      }
      if (!urls.add(node.url())) {
        throw new IllegalArgumentException("lists %s twice".formatted(node.url()));
      }
    }
  }

  public Optional<Listed> find(String id) {
    return nodes.stream().filter(node -> node.id().equals(id)).findFirst();
  }

  /** Whether the node {@code id} is the one that founds the cluster. */
  public boolean isFirst(String id) {
    return !nodes.isEmpty() && nodes.getFirst().id().equals(id);
  }

  /** All but the node {@code id}. */
  public List<Listed> others(String id) {
    return nodes.stream().filter(node -> !node.id().equals(id)).toList();
  }

  /** Whether one node more than the next odd number is listed, which helps nobody. */
  public boolean isEven() {
    return !nodes.isEmpty() && nodes.size() % 2 == 0;
  }
}
