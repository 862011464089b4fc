package io.replog.benchmarks.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A throw-away cluster of equal nodes, which elect their master. */
public final class EqualNodes implements AutoCloseable {
  private final List<Node> nodes;

  /**
   * Lays out a cluster in a folder; nothing runs yet.
   *
   * @param settings environment variables of every node
   */
  public EqualNodes(Cluster.Build build, Path folder, int count, Map<String, String> settings) {
    String token = UUID.randomUUID().toString();
    List<String> arguments = build.arguments("node");
    nodes =
        IntStream.rangeClosed(1, count)
            .mapToObj(number -> new Node(folder, "n" + number, token, arguments))
            .toList();
    String all =
        nodes.stream().map(node -> node.id() + "=" + node.url()).collect(Collectors.joining(","));
    for (Node node : nodes) {
      node.setting("REPLOG_NODES", all);
      node.setting("REPLOG_ELECTION_PORT", String.valueOf(Machine.freePort()));
      settings.forEach(node::setting);
    }
  }

  public List<Node> nodes() {
    return nodes;
  }

  /** Starts all nodes at once. */
  public void start() throws IOException {
    for (Node node : nodes) {
      node.start();
    }
  }

  /** Waits until one node is master and finds all others healthy; the node. */
  public Node awaitMaster() {
    Cluster.await("a master that finds all healthy")
        .until(() -> nodes.stream().allMatch(Node::up) && nodes.stream().anyMatch(this::reigns));
    return nodes.stream().filter(this::reigns).findFirst().orElseGet(this::awaitMaster);
  }

  private boolean reigns(Node node) {
    JsonNode health = node.health();
    return health.path("role").asText().equals("master")
        && health.path("healthy").asInt() == nodes.size();
  }

  /** One that is not {@code master}. */
  public Node other(Node master) {
    return nodes.stream().filter(node -> node != master).findFirst().orElseThrow();
  }

  /** Stops all nodes at once. */
  @Override
  public void close() {
    nodes.forEach(Node::terminate);
    nodes.forEach(Node::close);
  }
}
