package io.replog.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.replog.cluster.client.Client;
import io.replog.cluster.client.Entry;
import io.replog.cluster.client.Secondary;
import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Node;
import io.replog.cluster.nodes.Topology;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What every class of scenarios has: nodes by name, and clusters that do not outlive their test.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@ExtendWith(LogTails.class)
public abstract class Scenarios implements Platform {

  protected static final Node master = Node.MASTER;
  protected static final Node s1 = Node.secondary(1);
  protected static final Node s2 = Node.secondary(2);
  protected static final Node s3 = Node.secondary(3);

  private final List<Cluster> ofClass = new ArrayList<>();
  private final List<Cluster> ofTest = new ArrayList<>();
  private String test = "";

  /** First of all, as what a sub-class prepares may need the platform. */
  @BeforeAll
  void needPlatform() {
    assumeThere();
  }

  @BeforeEach
  void enterTest(TestInfo info) {
    test = info.getTestMethod().orElseThrow().getName();
  }

  /**
   * A cluster, no node of which runs yet. Made in a test, it goes with the test; made before all
   * tests, with the last of them.
   */
  protected final Cluster cluster(Topology topology) {
    List<Cluster> clusters = test.isEmpty() ? ofClass : ofTest;
    String name = getClass().getSimpleName() + "/" + (test.isEmpty() ? "shared" : test);
    Cluster cluster = newCluster(topology, clusters.isEmpty() ? name : name + clusters.size());
    clusters.add(cluster);
    return cluster;
  }

  final List<Cluster> clusters() {
    List<Cluster> all = new ArrayList<>(ofClass);
    all.addAll(ofTest);
    return all;
  }

  @AfterEach
  void leaveTest() {
    ofTest.forEach(Cluster::close);
    ofTest.clear();
  }

  @AfterAll
  void leaveClass() {
    ofClass.forEach(Cluster::close);
    ofClass.clear();
  }

  protected static Secondary faults(Cluster cluster, Node secondary) {
    return Secondary.at(cluster.client(secondary));
  }

  /** Waits until all these show the master's whole log, which it returns. */
  protected static List<Entry> eventuallySameLog(Cluster cluster, Node... secondaries) {
    AtomicReference<List<Entry>> log = new AtomicReference<>();
    Eventually.eventually(
        () -> {
          log.set(whole(cluster.client(master)));
          for (Node secondary : secondaries) {
            assertThat(whole(cluster.client(secondary))).as("%s", secondary).isEqualTo(log.get());
          }
        });
    return log.get();
  }

  /**
   * All that a node has. Fails while its readers see less: after a start, an equal node shows more
   * only once it hears from a master what a majority holds.
   */
  private static List<Entry> whole(Client client) {
    List<Entry> shown = client.entries();
    JsonNode health = client.health();
    if (health.has("stored")) {
      assertThat(shown).hasSize(health.path("stored").intValue());
    }
    return shown;
  }

  /** Waits until the master finds this many nodes healthy, itself included. */
  protected static void eventuallyHealthy(Cluster cluster, int nodes) {
    Client client = cluster.client(master);
    Eventually.eventually(
        () -> assertThat(client.health().path("healthy").asInt()).isEqualTo(nodes));
  }
}
