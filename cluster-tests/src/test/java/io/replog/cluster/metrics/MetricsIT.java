package io.replog.cluster.metrics;

import static io.replog.cluster.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.OnProcesses;
import io.replog.cluster.Scenarios;
import io.replog.cluster.client.Field;
import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Node;
import io.replog.cluster.nodes.Topology;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The metrics of running nodes against the documents, the rules and the dashboard. */
class MetricsIT extends Scenarios implements OnProcesses {

  private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-zA-Z_:][\\w:]*)[{ ]");

  /** A delivery of a log that nobody here has. */
  private static final Map<String, Object> REFUSED =
      Map.of("epoch", 1, "log_id", "another", "messages", List.of());

  private final DocumentedMetrics documented = new DocumentedMetrics();
  private Cluster cluster;

  /** The kind of node that this cluster does not have, as the document names it. */
  String elsewhere() {
    return "equal node";
  }

  @Test
  void everyMetricThatIsDocumentedOrWatchedIsFoundOnANode() {
    cluster = cluster(Topology.masterAnd(2));
    cluster.start(master, s1, s2);
    assertThat(cluster.client(master).post("one", Field.w("all")).status()).isEqualTo(201);
    int refused = cluster.client(s1).command("POST", "/replicate", REFUSED).status();
    assertThat(refused).isBetween(400, 499);

    eventually(
        () -> {
          Set<String> found = new TreeSet<>();
          List.of(master, s1, s2).forEach(node -> found.addAll(names(node)));
          assertThat(found).containsAll(expected(documented.kinds().keySet()));
          assertThat(found).containsAll(expected(Deployed.metrics()));
          assertThat(found.stream().filter(name -> name.startsWith("replog_")))
              .allSatisfy(name -> assertThat(documented.kinds()).containsKey(name));
        });
    for (Node node : List.of(master, s1, s2)) {
      assertThat(names(node)).as("%s", node).containsAll(ofKind("all"));
      // The disk that fills is that of the data folder.
      assertThat(scrape(node)).containsPattern("disk_free_bytes\\{path=\"[^\"]*/data\"} ");
    }
  }

  private Set<String> ofKind(String kind) {
    Set<String> all = new TreeSet<>(documented.kinds().keySet());
    all.removeIf(name -> !documented.kinds().get(name).equals(kind));
    return all;
  }

  private Set<String> expected(Set<String> names) {
    Set<String> expected = new TreeSet<>();
    names.stream().map(this::documentedOrItself).forEach(expected::add);
    expected.removeAll(ofKind(elsewhere()));
    return expected;
  }

  private Set<String> names(Node node) {
    Set<String> names = new TreeSet<>();
    Matcher sample = SAMPLE.matcher(scrape(node));
    while (sample.find()) {
      names.add(documentedOrItself(sample.group(1)));
    }
    return names;
  }

  private String documentedOrItself(String name) {
    String whole = DocumentedMetrics.documented(name);
    return documented.kinds().containsKey(whole) ? whole : name;
  }

  private String scrape(Node node) {
    return cluster.client(node).get("/actuator/prometheus").text();
  }
}
