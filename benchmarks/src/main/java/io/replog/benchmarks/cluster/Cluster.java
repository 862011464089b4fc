package io.replog.benchmarks.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** A throw-away cluster: a master and secondaries as processes of this machine, on free ports. */
public final class Cluster implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final Duration LOOK = Duration.ofMillis(20);

  private final Node master;
  private final List<Node> secondaries;

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
      List<String> arguments = new ArrayList<>(jvm);
      if (Files.exists(project.resolve("jvm.options"))) {
        arguments.addFirst("@" + project.resolve("jvm.options"));
      }
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
  public Cluster(Build build, Path folder, int secondaryCount) {
    String token = UUID.randomUUID().toString();
    master = new Node(folder, "master", token, build.arguments("master"));
    List<String> arguments = build.arguments("secondary");
    secondaries =
        IntStream.rangeClosed(1, secondaryCount)
            .mapToObj(number -> new Node(folder, "secondary-" + number, token, arguments))
            .toList();
    master.setting(
        "SECONDARIES", secondaries.stream().map(Node::url).collect(Collectors.joining(",")));
    for (Node secondary : secondaries) {
      secondary.setting("SECONDARY_HOST", "127.0.0.1");
      secondary.setting("MASTER_URL", master.url());
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
  public void awaitHealthy() {
    awaitHealthy(1 + secondaries.size());
  }

  public void awaitHealthy(int nodes) {
    await(nodes + " healthy nodes").until(() -> healthy() >= nodes);
  }

  private int healthy() {
    JsonNode health = master.health();
    boolean up = health.path("status").asText().equals("UP");
    return up ? health.path("healthy").asInt() : 0;
  }

  /** Waits until every node shows all that the master has. */
  public void awaitEqual() {
    await("equal logs")
        .until(() -> nodes().stream().mapToLong(Node::messages).distinct().count() == 1);
  }

  /** A wait that looks often and ends after two minutes with an exception. */
  public static ConditionFactory await(String what) {
    return Awaitility.await(what)
        .pollInSameThread()
        .pollDelay(Duration.ZERO)
        .pollInterval(LOOK)
        .atMost(PATIENCE);
  }

  /** Stops all nodes at once. */
  @Override
  public void close() {
    nodes().forEach(Node::terminate);
    nodes().forEach(Node::close);
  }
}
