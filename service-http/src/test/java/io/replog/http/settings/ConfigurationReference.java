package io.replog.http.settings;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.DefaultValue;

/** The tables of docs/configuration.md agree with the settings of one kind of node. */
public abstract class ConfigurationReference {

  private static final Pattern ROW =
      Pattern.compile(
          "(?m)^\\| `(replog\\.[a-z.-]+)` \\| `([A-Z_]+)` \\| ([MNS, ]+) \\| ([^|]+) \\| ([^|]*)\\|");

  /** One row of the table; {@code nodes} are the kinds of nodes that know the setting. */
  private record Row(
      String setting, String variable, String nodes, String standard, String bounds) {}

  private final Class<?> properties;
  private final Set<String> otherDefaults;
  private final List<Row> rows;
  private final Map<String, String> settings;

  /**
   * @param kind of node: its letter in the tables
   * @param otherDefaults settings whose row shows the default of another kind of node
   */
  protected ConfigurationReference(Class<?> properties, String kind, String... otherDefaults) {
    this.properties = properties;
    this.otherDefaults = Set.of(otherDefaults);
    this.rows = rows(kind);
    this.settings = settings(properties, "replog.");
  }

  @Test
  void everySettingIsListedAndNoOther() {
    assertThat(rows)
        .extracting(Row::setting)
        .containsExactlyInAnyOrderElementsOf(settings.keySet());
  }

  @Test
  void defaultsAreThoseOfTheCode() {
    assertThat(rows)
        .filteredOn(row -> !otherDefaults.contains(row.setting()))
        .filteredOn(row -> !settings.getOrDefault(row.setting(), "").isEmpty())
        .isNotEmpty()
        .allSatisfy(
            row ->
                assertThat(row.standard())
                    .as(row.setting())
                    .isEqualTo(settings.get(row.setting())));
  }

  @Test
  void boundsAreThoseOfTheCode() {
    Map<String, List<String>> bounds = new TreeMap<>();
    addBounds(properties, "replog.", bounds);

    assertThat(bounds).isNotEmpty();
    bounds.forEach(
        (setting, each) ->
            assertThat(rows)
                .filteredOn(row -> row.setting().equals(setting))
                .singleElement()
                .satisfies(row -> assertThat(row.bounds()).as(setting).contains(each)));
  }

  /** Spring's rule: upper case, dots become underscores, dashes vanish. */
  @Test
  void environmentVariablesFollowSpringsRuleOrHaveANameOfTheirOwn() {
    assertThat(rows)
        .filteredOn(row -> row.variable().startsWith("REPLOG_"))
        .isNotEmpty()
        .allSatisfy(row -> assertThat(row.variable()).isEqualTo(variable(row.setting())));
  }

  private static List<Row> rows(String kind) {
    try {
      return ROW.matcher(Files.readString(Path.of("..", "docs", "configuration.md")))
          .results()
          .filter(row -> row.group(3).contains(kind))
          .map(
              row ->
                  new Row(
                      row.group(1),
                      row.group(2),
                      row.group(3),
                      row.group(4).replace("`", ""),
                      row.group(5).replaceAll("[`,]", "").strip()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Each setting with its default, empty where the code has none. */
  private static Map<String, String> settings(Class<?> type, String prefix) {
    Map<String, String> settings = new TreeMap<>();
    for (Parameter parameter : type.getDeclaredConstructors()[0].getParameters()) {
      String name = prefix + kebab(parameter.getName());
      if (parameter.getType().isRecord()) {
        settings.putAll(settings(parameter.getType(), name + "."));
      } else {
        DefaultValue standard = parameter.getAnnotation(DefaultValue.class);
        settings.put(name, standard == null ? "" : String.join(",", standard.value()));
      }
    }
    return settings;
  }

  /** Of each setting what its row must say: its range, and the settings that bound it. */
  private static void addBounds(Class<?> type, String prefix, Map<String, List<String>> bounds) {
    for (AtMost rule : type.getAnnotationsByType(AtMost.class)) {
      bounds
          .computeIfAbsent(prefix + kebab(rule.setting()), setting -> new ArrayList<>())
          .add((rule.reserve().isEmpty() ? "at most " : "") + kebab(rule.bound()));
    }
    for (Field field : type.getDeclaredFields()) {
      String name = prefix + kebab(field.getName());
      InRange range = field.getAnnotation(InRange.class);
      if (field.getType().isRecord()) {
        addBounds(field.getType(), name + ".", bounds);
      } else if (range != null) {
        bounds
            .computeIfAbsent(name, setting -> new ArrayList<>())
            .add(range.min() + " to " + range.max());
      }
    }
  }

  private static String kebab(String camel) {
    return camel.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
  }

  private static String variable(String setting) {
    return setting.replace("-", "").replace('.', '_').toUpperCase(Locale.ROOT);
  }
}
