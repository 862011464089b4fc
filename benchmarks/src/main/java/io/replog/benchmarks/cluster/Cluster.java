package io.replog.benchmarks.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
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

  /**
   * What the nodes run.
   *
   * @param project the folder with the built jars and jvm.options
   * @param prepared where the services lie unpacked with their AOT caches, as the scripts prepare
   *     them; null to start the jars
   * @param jvm JVM options beside those of jvm.options
   */
  public record Build(Path project, Path prepared, List<String> jvm) {
    /** Starts a role as the scripts and images do, so that what is measured is what is run. */
    List<String> arguments(String role) {
      List<String> arguments = new ArrayList<>();
      if (Files.exists(project.resolve("jvm.options"))) {
        arguments.add("@" + project.resolve("jvm.options"));
      }
      arguments.addAll(jvm);
      String service = role + "-service";
      Path jar = project.resolve(service + "/target/" + service + ".jar");
      if (prepared != null) {
        arguments.add("-XX:AOTCache=" + prepared.resolve(role + ".aot"));
        jar = prepared.resolve(role).resolve(service + ".jar");
      }
      arguments.addAll(List.of("-jar", jar.toString()));
      return arguments;
    }
  }

  /** Lays out a cluster in a folder; nothing runs yet. */
  public static Cluster of(Build build, Path folder, int secondaryCount) throws IOException {
    Files.createDirectories(folder);
    List<Integer> ports = Machine.freePorts(secondaryCount + 1);
    String token = UUID.randomUUID().toString();
    List<Integer> others = ports.subList(1, ports.size());
    String urls = others.stream().map(Cluster::url).collect(Collectors.joining(","));
    Map<String, String> joins =
        Map.of("SECONDARY_HOST", "127.0.0.1", "MASTER_URL", url(ports.getFirst()));
    Node master =
        node(
            build,
            folder,
            "master",
            "master",
            ports.getFirst(),
            token,
            Map.of("SECONDARIES", urls));
    List<Node> secondaries =
        others.stream()
            .map(port -> node(build, folder, "secondary", "secondary-" + port, port, token, joins))
            .toList();
    return new Cluster(master, secondaries);
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

  private int healthy() {
    JsonNode health = master.health();
    boolean up = health.path("status").asText().equals("UP");
    return up ? health.path("healthy").asInt() : 0;
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
    nodes().forEach(Node::terminate);
    nodes().forEach(Node::close);
  }

  private static Node node(
      Build build,
      Path folder,
      String role,
      String id,
      int port,
      String token,
      Map<String, String> more) {
    Map<String, String> environment = new HashMap<>(more);
    environment.put("SERVER_ID", id);
    environment.put("SERVER_PORT", String.valueOf(port));
    environment.put("SERVER_ADDRESS", "127.0.0.1");
    environment.put("DATA_DIR", folder.resolve(id).toString());
    environment.put("CLUSTER_TOKEN", token);
    return new Node(folder, id, port, environment, build.arguments(role));
  }

  private static String url(int port) {
    return "http://127.0.0.1:" + port;
  }
}
