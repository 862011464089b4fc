package io.replog.cluster.metrics;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.replog.cluster.nodes.Checkout;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The files under {@code deploy/} that name metrics. */
final class Deployed {

  static final Path PROMETHEUS = Checkout.root().resolve("deploy/prometheus");
  private static final Path DASHBOARD =
      Checkout.root().resolve("deploy/grafana/dashboards/replog.json");

  /** What of an expression is no metric: labels, ranges, strings, and the lists of labels. */
  private static final Pattern NO_METRIC =
      Pattern.compile(
          "\"[^\"]*\"|\\{[^}]*}|\\[[^]]*]"
              + "|\\b(by|without|on|ignoring|group_left|group_right)\\s*\\([^)]*\\)");

  /** A name that is not called as a function, nor part of a number. */
  private static final Pattern NAME = Pattern.compile("(?<![\\w:.])[a-zA-Z_][\\w:]*+(?!\\s*\\()");

  private static final Set<String> OPERATORS = Set.of("and", "or", "unless", "bool", "offset");

  /** Prometheus makes these itself. */
  private static final Set<String> OF_PROMETHEUS = Set.of("up", "ALERTS");

  private Deployed() {}

  /** The rules, in their order. */
  static List<JsonNode> rules() {
    List<JsonNode> all = new ArrayList<>();
    yaml("rules.yml").path("groups").forEach(group -> group.path("rules").forEach(all::add));
    return all;
  }

  static List<JsonNode> alerts() {
    return rules().stream().filter(rule -> rule.has("alert")).toList();
  }

  /** What the dashboard's panels ask Prometheus for. */
  static List<String> panels() {
    try {
      return new YAMLMapper().readTree(Files.readString(DASHBOARD)).findValuesAsText("expr");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The metrics of nodes that rules and panels name. */
  static Set<String> metrics() {
    Set<String> all = new TreeSet<>();
    Set<String> recorded = new TreeSet<>(OF_PROMETHEUS);
    for (JsonNode rule : rules()) {
      all.addAll(metrics(rule.path("expr").asText()));
      recorded.add(rule.path("record").asText());
    }
    panels().forEach(expression -> all.addAll(metrics(expression)));
    all.removeAll(recorded);
    return all;
  }

  static Set<String> metrics(String expression) {
    return NAME.matcher(NO_METRIC.matcher(expression).replaceAll(" "))
        .results()
        .map(MatchResult::group)
        .filter(name -> !OPERATORS.contains(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static JsonNode yaml(String name) {
    try {
      return new YAMLMapper().readTree(Files.readString(PROMETHEUS.resolve(name)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
