package io.replog.cluster.failover;

import io.replog.cluster.link.Direction;
import io.replog.cluster.link.FaultyLink;
import io.replog.cluster.link.LinkFault;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The network between equal nodes: for each two nodes, each direction of connecting and each port a
 * link of its own. All nodes have one list of nodes, so it names hosts, and each node has a file of
 * hosts ({@code jdk.net.hosts.file}) that leads it to its own links. A link listens on the very
 * port of its node, at another loopback address.
 */
public final class Wires implements AutoCloseable {

  /** What a node listens for. */
  public enum Port {
    HTTP,
    ELECTION;

    public static final Set<Port> ALL = Set.of(values());
  }

  private record Wire(String from, String to, Port port) {}

  private final Path folder;
  private final Map<String, Map<Port, Integer>> nodes = new LinkedHashMap<>();
  private final Map<Wire, FaultyLink> links = new LinkedHashMap<>();

  /** {@code folder}: for the files of hosts. */
  Wires(Path folder) {
    this.folder = folder;
  }

  /** Joins a node to all that were joined before. */
  void join(String id, int httpPort, int electionPort) {
    List<String> others = List.copyOf(nodes.keySet());
    nodes.put(id, Map.of(Port.HTTP, httpPort, Port.ELECTION, electionPort));
    for (String other : others) {
      for (Port port : Port.ALL) {
        open(new Wire(other, id, port));
        open(new Wire(id, other, port));
      }
    }
    nodes.keySet().forEach(this::writeHosts);
  }

  private void open(Wire wire) {
    int port = nodes.get(wire.to()).get(wire.port());
    try {
      links.put(
          wire,
          FaultyLink.open(
              new InetSocketAddress(address(wire.from(), wire.to()), port),
              new InetSocketAddress("127.0.0.1", port)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String address(String from, String to) {
    return from.equals(to) ? "127.0.0.1" : "127.7.%d.%d".formatted(number(from), number(to));
  }

  private int number(String id) {
    return List.copyOf(nodes.keySet()).indexOf(id) + 1;
  }

  /** The host of a node's URL, the same for all. */
  static String host(String id) {
    return id + ".test";
  }

  /** The file of hosts as one node sees them. */
  Path hosts(String id) {
    return folder.resolve("hosts-" + id);
  }

  private void writeHosts(String from) {
    StringBuilder lines = new StringBuilder("127.0.0.1 localhost\n");
    nodes.keySet().forEach(to -> lines.append(address(from, to) + " " + host(to) + "\n"));
    try {
      Files.writeString(hosts(from), lines);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The link by which one node connects to a port of another. */
  public FaultyLink link(String from, String to, Port port) {
    return links.get(new Wire(from, to, port));
  }

  /** Nothing goes between this node and the others on these ports, in either direction. */
  public void cut(String id, Set<Port> ports) {
    touching(id, ports).forEach(link -> link.inflict(new LinkFault.Cut()));
  }

  /** On these ports nothing of what this node sends arrives, requests and answers alike. */
  public void mute(String id, Set<Port> ports) {
    lose(id, ports, Direction.FORTH, Direction.BACK);
  }

  /** On these ports nothing of what others send to this node arrives. */
  public void deafen(String id, Set<Port> ports) {
    lose(id, ports, Direction.BACK, Direction.FORTH);
  }

  private void lose(String id, Set<Port> ports, Direction ofOwn, Direction ofOthers) {
    links.forEach(
        (wire, link) -> {
          if (ports.contains(wire.port()) && wire.from().equals(id)) {
            link.inflict(new LinkFault.OneWay(ofOwn));
          } else if (ports.contains(wire.port()) && wire.to().equals(id)) {
            link.inflict(new LinkFault.OneWay(ofOthers));
          }
        });
  }

  public void heal(String id) {
    touching(id, Port.ALL).forEach(FaultyLink::heal);
  }

  public void heal() {
    links.values().forEach(FaultyLink::heal);
  }

  private List<FaultyLink> touching(String id, Set<Port> ports) {
    List<FaultyLink> touching = new ArrayList<>();
    links.forEach(
        (wire, link) -> {
          boolean touches = wire.from().equals(id) || wire.to().equals(id);
          if (touches && ports.contains(wire.port())) {
            touching.add(link);
          }
        });
    return touching;
  }

  @Override
  public void close() {
    for (FaultyLink link : links.values()) {
      try {
        link.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
