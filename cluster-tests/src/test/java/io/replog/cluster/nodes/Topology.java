package io.replog.cluster.nodes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a cluster is made of and how its nodes are set up. */
public final class Topology {

  public static final String TOKEN = "a-token-for-these-tests";

  private final List<Node> listed = new ArrayList<>();
  private final Map<Node, Map<String, String>> settings = new HashMap<>();
  private final Map<String, String> settingsOfAll = new HashMap<>();
  private boolean faultyLinks;
  private boolean electing;
  private String token = TOKEN;

  private Topology() {}

  /** A master that has this many secondaries on its list, each of which knows the master too. */
  public static Topology masterAnd(int secondaries) {
    Topology topology = new Topology();
    for (int number = 1; number <= secondaries; number++) {
      topology.listed.add(Node.secondary(number));
    }
    return topology;
  }

  /**
   * Sets an environment variable of one node, or a Spring property, told by its dots. An empty
   * value takes away what the node would have had. Heeded at its next start.
   */
  public Topology set(Node node, String name, String value) {
    settings.computeIfAbsent(node, any -> new LinkedHashMap<>()).put(variable(name), value);
    return this;
  }

  /** The same for all nodes, those that join later too. */
  public Topology setAll(String name, String value) {
    settingsOfAll.put(variable(name), value);
    return this;
  }

  /** Nodes reach each other through links that can be made bad. */
  public Topology withFaultyLinks() {
    faultyLinks = true;
    return this;
  }

  /**
   * The nodes are equal and elect their master; see {@link Cluster#start}. A write that gives no
   * write concern means all nodes, as with a fixed master.
   */
  public Topology electing() {
    electing = true;
    settingsOfAll.putIfAbsent(variable("replog.write.default-w"), "all");
    return this;
  }

  public boolean isElecting() {
    return electing;
  }

  /** The nodes that the settings of the others name. */
  public List<Node> known() {
    List<Node> all = new ArrayList<>(listed);
    all.addFirst(Node.MASTER);
    return all;
  }

  /** What runs at a seat: {@code master}, {@code secondary}, or {@code node}. */
  public String service(Node node) {
    String fixed = node.isMaster() ? "master" : "secondary";
    return electing ? "node" : fixed;
  }

  public Topology withoutToken() {
    token = null;
    return this;
  }

  /** The cluster token, null for none. */
  public String token() {
    return token;
  }

  public boolean hasFaultyLinks() {
    return faultyLinks;
  }

  /** The secondaries that the master knows by its settings. */
  public List<Node> listed() {
    return List.copyOf(listed);
  }

  Map<String, String> settings(Node node) {
    Map<String, String> all = new HashMap<>(settingsOfAll);
    all.putAll(settings.getOrDefault(node, Map.of()));
    return all;
  }

  /** The environment's spelling of a Spring property: {@code replog.id} is {@code REPLOG_ID}. */
  private static String variable(String name) {
    if (!name.contains(".")) {
      return name;
    }
    return name.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
  }
}
