package io.replog.cluster.nodes;

import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.client.Answer;
import io.replog.cluster.client.Client;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;

/** What is common to clusters on all kinds of machines. */
public abstract class MachineCluster implements Cluster {

  private static final Duration START_TIME = Duration.ofSeconds(90);
  private static final int LAST_LINES = 5;

  private final Topology topology;
  private final Map<Node, Machine> machines = new ConcurrentHashMap<>();
  private final Map<Node, Client> clients = new ConcurrentHashMap<>();
  private boolean founded;

  protected MachineCluster(Topology topology) {
    this.topology = topology;
  }

  /** Prepares a machine for a node of this cluster. */
  protected abstract Machine newMachine(Node node);

  /** The host name under which one node reaches another. */
  protected abstract String host(Node from, Node to);

  /** What this kind of machine has to tell a node beside the usual. */
  protected abstract Map<String, String> environment(Node node);

  protected final Topology topology() {
    return topology;
  }

  protected final Machine machine(Node node) {
    return machines.computeIfAbsent(node, this::newMachine);
  }

  @Override
  public final void start(Node... nodes) {
    List<Node> wanted = List.of(nodes);
    List<Node> first = topology.isElecting() && !founded ? topology.known() : wanted;
    founded = true;
    first.forEach(this::launch);
    first.forEach(this::awaitStart);
    if (topology.isElecting() && first.contains(Node.MASTER)) {
      hand(Node.MASTER);
    }
    first.stream().filter(node -> !wanted.contains(node)).forEach(this::stop);
  }

  /** Makes this node the elected one. */
  private void hand(Node heir) {
    Awaitility.await()
        .atMost(START_TIME)
        .ignoreExceptions()
        .untilAsserted(
            () -> {
              Answer answer =
                  client(heir).command("POST", "/cluster/transfer", Map.of("to", heir.id()));
              assertThat(answer.status()).as(answer::toString).isEqualTo(200);
              assertThat(client(heir).health().path("role").asText()).isEqualTo("master");
            });
  }

  @Override
  public final void launch(Node node) {
    client(node).reconnect();
    machine(node).boot(fullEnvironment(node));
  }

  private void awaitStart(Node node) {
    try {
      Awaitility.await()
          .atMost(START_TIME)
          .pollDelay(Duration.ofMillis(50))
          .pollInterval(Duration.ofMillis(50))
          .until(() -> !machine(node).isRunning() || isHealthy(node));
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(node + " is not healthy after " + START_TIME.toSeconds() + " s", e);
    }
    if (!machine(node).isRunning()) {
      throw new AssertionError(
          "%s ended with status %d while it was starting: %s"
              .formatted(node, awaitExit(node), lastWords(node)));
    }
  }

  /** What a node said of why it could not start, or else what it said last, in one line. */
  private String lastWords(Node node) {
    List<String> lines = log(node).lines().filter(line -> !line.isBlank()).toList();
    return lines.stream()
        .filter(line -> line.contains("cannot start"))
        .reduce((earlier, later) -> later)
        .orElseGet(
            () ->
                lines.stream()
                    .skip(Math.max(0, lines.size() - LAST_LINES))
                    .collect(Collectors.joining(" | ")));
  }

  private boolean isHealthy(Node node) {
    try {
      return client(node).get("/health").status() == 200;
    } catch (RuntimeException e) {
      return false;
    }
  }

  private Map<String, String> fullEnvironment(Node node) {
    Map<String, String> all = new HashMap<>();
    all.put("SERVER_ID", node.id());
    if (topology.token() != null) {
      all.put("CLUSTER_TOKEN", topology.token());
    }
    if (topology.isElecting()) {
      all.put("SERVER_PORT", String.valueOf(machine(node).port()));
      all.put("REPLOG_NODES", known(node));
    } else if (node.isMaster()) {
      all.put("SERVER_PORT", String.valueOf(machine(node).port()));
      all.put("SECONDARIES", listedUrls(node));
    } else {
      all.put("SECONDARY_PORT", String.valueOf(machine(node).port()));
      all.put("SECONDARY_HOST", host(Node.MASTER, node));
      all.put("MASTER_URL", url(node, Node.MASTER));
    }
    all.putAll(environment(node));
    all.putAll(topology.settings(node));
    all.values().removeIf(String::isEmpty);
    return all;
  }

  private String listedUrls(Node master) {
    return topology.listed().stream()
        .map(secondary -> url(master, secondary))
        .collect(Collectors.joining(","));
  }

  private String known(Node from) {
    return topology.known().stream()
        .map(node -> node.id() + "=" + url(from, node))
        .collect(Collectors.joining(","));
  }

  @Override
  public final void kill(Node... nodes) {
    for (Node node : nodes) {
      machine(node).kill();
    }
  }

  @Override
  public final void pause(Node node) {
    machine(node).pause();
  }

  @Override
  public final void resume(Node node) {
    machine(node).resume();
  }

  @Override
  public final int stop(Node node) {
    return machine(node).stop();
  }

  @Override
  public final int awaitExit(Node node) {
    return machine(node).awaitExit();
  }

  @Override
  public final boolean isRunning(Node node) {
    return machine(node).isRunning();
  }

  @Override
  public final void wipe(Node node) {
    machine(node).wipe();
  }

  @Override
  public final void set(Node node, String name, String value) {
    topology.set(node, name, value);
  }

  @Override
  public final Client client(Node node) {
    return clients.computeIfAbsent(node, n -> new Client(machine(n).url(), topology.token()));
  }

  @Override
  public final String url(Node from, Node to) {
    return "http://" + host(from, to) + ":" + machine(to).port();
  }

  @Override
  public final String log(Node node) {
    return machine(node).log();
  }

  @Override
  public final Collection<Node> nodes() {
    return List.copyOf(machines.keySet());
  }

  @Override
  public void close() {
    clients.values().forEach(Client::close);
    machines.values().forEach(Machine::release);
  }
}
