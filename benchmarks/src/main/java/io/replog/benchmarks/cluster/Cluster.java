package io.replog.benchmarks.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** A throw-away cluster: a master and secondaries as processes of this machine, on free ports. */
public final class Cluster implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 120;
  private static final int LOOK_MILLIS = 20;

  private final Node master;
  private final List<Node> secondaries;

  private Cluster(Node master, List<Node> secondaries) {
    this.master = master;
    this.secondaries = List.copyOf(secondaries);
  }

  /** Lays out a cluster; nothing runs yet. */
  public static Cluster of(Setup setup, int secondaryCount) throws IOException {
    Files.createDirectories(setup.directory());
    List<Integer> ports = Ports.free(secondaryCount + 1);
    String masterUrl = url(ports.getFirst());
    List<Node> secondaries = new ArrayList<>();
    for (int port : ports.subList(1, ports.size())) {
      Map<String, String> more =
          Map.of(
              "SECONDARY_PORT",
              String.valueOf(port),
              "SECONDARY_HOST",
              "127.0.0.1",
              "MASTER_URL",
              masterUrl);
      secondaries.add(node(setup, "secondary", "secondary-" + port, port, more));
    }
    String urls = secondaries.stream().map(s -> url(s.port())).collect(Collectors.joining(","));
    Node master = node(setup, "master", "master", ports.getFirst(), Map.of("SECONDARIES", urls));
    return new Cluster(master, secondaries);
  }

  /** A cluster that runs and is healthy. */
  public static Cluster running(Setup setup, int secondaryCount)
      throws IOException, InterruptedException {
    Cluster cluster = of(setup, secondaryCount);
    try {
      cluster.start();
      cluster.awaitHealthy();
      return cluster;
    } catch (IOException | InterruptedException | RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  public Node master() {
    return master;
  }

  public List<Node> secondaries() {
    return secondaries;
  }

  public List<Node> nodes() {
    List<Node> all = new ArrayList<>(secondaries);
    all.addFirst(master);
    return all;
  }

  /** Starts all nodes at once, as one machine that boots would. */
  public void start() throws IOException {
    for (Node node : nodes()) {
      node.start();
    }
  }

  /** Waits until the master finds every node healthy. */
  public void awaitHealthy() throws InterruptedException {
    awaitHealthy(1 + secondaries.size());
  }

  public void awaitHealthy(int nodes) throws InterruptedException {
    await(nodes + " healthy nodes", () -> healthy() >= nodes);
  }

  public int healthy() {
    JsonNode health = master.health();
    boolean up = health.path("status").asText().equals("UP");
    return up ? health.path("healthy").asInt() : 0;
  }

  /** Length of a secondary's log as the master knows it. */
  public long acked(Node secondary) {
    for (JsonNode one : master.health().path("secondaries")) {
      if (one.path("url").asText().endsWith(":" + secondary.port())) {
        return one.path("acked").asLong();
      }
    }
    return 0;
  }

  /** Waits until every node shows all that the master has. */
  public void awaitEqual() throws InterruptedException {
    await("equal logs", () -> nodes().stream().mapToLong(Node::messages).distinct().count() == 1);
  }

  public static void await(String what, BooleanSupplier condition) throws InterruptedException {
    await(what, PATIENCE_SECONDS, condition);
  }

  public static void await(String what, int seconds, BooleanSupplier condition)
      throws InterruptedException {
    long end = System.nanoTime() + seconds * 1_000_000_000L;
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() - end > 0) {
        throw new IllegalStateException("waited " + seconds + " s in vain for " + what);
      }
      Thread.sleep(LOOK_MILLIS);
    }
  }

  /** Stops all nodes at once. */
  @Override
  public void close() {
    List<Thread> stops =
        nodes().stream().map(node -> Thread.ofVirtual().start(node::close)).toList();
    for (Thread stop : stops) {
      try {
        stop.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private static Node node(
      Setup setup, String role, String id, int port, Map<String, String> more) {
    Map<String, String> environment = new java.util.HashMap<>(more);
    environment.put("SERVER_ID", id);
    environment.put("SERVER_PORT", String.valueOf(port));
    environment.put("SERVER_ADDRESS", "127.0.0.1");
    environment.put("DATA_DIR", setup.directory().resolve(id).toString());
    environment.put("CLUSTER_TOKEN", setup.token());
    return new Node(setup, id, port, role, environment);
  }

  private static String url(int port) {
    return "http://127.0.0.1:" + port;
  }
}
