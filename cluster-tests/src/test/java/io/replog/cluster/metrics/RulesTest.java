package io.replog.cluster.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.replog.cluster.faults.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The rules and the dashboard under {@code deploy/}. */
class RulesTest {

  private static final String PROMTOOL = "promtool";
  private static final String RUNBOOKS = "docs/operations.md#";
  private static final Pattern HEADING = Pattern.compile("(?m)^#+ (.+)$");

  @TempDir Path folder;

  @Test
  void promtoolAcceptsTheRulesAndWhatIsExpectedOfThem() {
    promtool("check", "config", Deployed.PROMETHEUS.resolve("prometheus.yml"));
    promtool("check", "rules", Deployed.PROMETHEUS.resolve("rules.yml"));
    promtool("test", "rules", Deployed.PROMETHEUS.resolve("rules.test.yml"));
  }

  @Test
  void promtoolAcceptsWhatTheDashboardAsks() throws IOException {
    List<Map<String, String>> rules = new ArrayList<>();
    for (String expression : Deployed.panels()) {
      String filledIn = expression.replace("$__rate_interval", "1m");
      rules.add(Map.of("record", "panel:" + rules.size(), "expr", filledIn));
    }
    assertThat(rules).isNotEmpty();
    Path file = folder.resolve("panels.yml");
    var group = Map.of("name", "panels", "rules", rules);
    Files.write(file, new YAMLMapper().writeValueAsBytes(Map.of("groups", List.of(group))));
    promtool("check", "rules", file);
  }

  @Test
  void everyAlertSaysWhatToDo() {
    Set<String> sections =
        HEADING
            .matcher(DocumentedMetrics.operations())
            .results()
            .map(heading -> anchor(heading.group(1)))
            .collect(Collectors.toSet());
    assertThat(Deployed.alerts()).isNotEmpty();
    for (JsonNode alert : Deployed.alerts()) {
      String name = alert.path("alert").asText();
      JsonNode says = alert.path("annotations");
      assertThat(alert.has("for")).as(name).isTrue();
      assertThat(alert.path("labels").path("severity").asText())
          .as(name)
          .isIn("critical", "warning", "info");
      assertThat(says.path("summary").asText()).as(name).isNotBlank();
      assertThat(says.path("description").asText()).as(name).isNotBlank();
      assertThat(says.path("runbook").asText()).as(name).startsWith(RUNBOOKS);
      assertThat(sections)
          .as(name)
          .contains(says.path("runbook").asText().substring(RUNBOOKS.length()));
    }
  }

  @Test
  void everyAlertIsDocumentedAndTried() throws IOException {
    String tried = Files.readString(Deployed.PROMETHEUS.resolve("rules.test.yml"));
    for (JsonNode alert : Deployed.alerts()) {
      String name = alert.path("alert").asText();
      assertThat(DocumentedMetrics.operations()).contains("| `" + name + "` |");
      assertThat(tried).contains("alertname=\"" + name + "\"");
    }
  }

  @Test
  void metricsOfAnExpressionAreItsNamesAlone() {
    assertThat(
            Deployed.metrics(
                "sum by (cluster) (rate(a_total{x=\"or\",y=~\"b.*\"}[5m])) / on (z) (c:d > 1e3)"
                    + " unless e == 0.5"))
        .containsExactly("a_total", "c:d", "e");
  }

  private static String anchor(String heading) {
    return heading.toLowerCase(Locale.ROOT).replaceAll("[^\\w -]", "").replace(' ', '-');
  }

  private static void promtool(String first, String second, Path file) {
    Command promtool = Command.run(List.of(PROMTOOL, first, second, file.toString()));
    if (promtool.exit() == 127) {
      String reason = "promtool (Debian: prometheus) is not on the path";
      System.out.println("Skipped: " + reason);
      Assumptions.abort(reason);
    }
    assertThat(promtool.succeeded()).as(promtool.output()).isTrue();
  }
}
