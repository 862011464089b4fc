package io.replog.cluster.nodes.process;

import io.replog.cluster.link.FaultyLink;
import io.replog.cluster.nodes.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The links between the nodes of one cluster. A link listens on the very port of its node but at
 * another loopback address, so that the URL on the master's list and the one under which a
 * secondary registers lead through the same link.
 */
final class Links {

  private record Route(Node from, Node to) {

    boolean touches(Node node) {
      return from.equals(node) || to.equals(node);
    }

    /** All masters share the links to a secondary, since it registers under one host only. */
    String host() {
      return to.isMaster() ? "127.0.2." + from.number() : "127.0.1." + to.number();
    }
  }

  private final Map<Route, FaultyLink> links = new ConcurrentHashMap<>();

  String host(Node from, Node to, int port) {
    link(from, to, port);
    return route(from, to).host();
  }

  FaultyLink link(Node from, Node to, int port) {
    return links.computeIfAbsent(route(from, to), route -> open(route, port));
  }

  private static Route route(Node from, Node to) {
    return to.isMaster() ? new Route(from, to) : new Route(Node.MASTER, to);
  }

  private static FaultyLink open(Route route, int port) {
    try {
      return FaultyLink.open(
          new InetSocketAddress(route.host(), port), new InetSocketAddress("127.0.0.1", port));
    } catch (IOException e) {
      throw new UncheckedIOException("no link at " + route.host() + ":" + port, e);
    }
  }

  List<FaultyLink> touching(Node node) {
    return links.entrySet().stream()
        .filter(link -> link.getKey().touches(node))
        .map(Map.Entry::getValue)
        .toList();
  }

  void close() {
    for (FaultyLink link : links.values()) {
      try {
        link.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
