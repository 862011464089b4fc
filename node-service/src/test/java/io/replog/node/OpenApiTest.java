package io.replog.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.io.ClassPathResource;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.yaml.snakeyaml.Yaml;

/** {@code openapi.yaml} against the controllers of all kinds of nodes. */
class OpenApiTest {

  /** Between nodes only. */
  private static final Set<String> INTERNAL = Set.of("post /replicate", "get /replication/status");

  /** Endpoints of Spring Boot's actuator, which no controller of ours answers. */
  private static final Set<String> OF_THE_ACTUATOR =
      Set.of(
          "get /actuator/health",
          "get /actuator/info",
          "get /actuator/metrics",
          "get /actuator/prometheus",
          "get /actuator/setaside");

  private final Map<String, Object> document = document();

  private static Map<String, Object> document() {
    try (InputStream in = new ClassPathResource("static/openapi.yaml").getInputStream()) {
      return new Yaml().load(in);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> map(Object node) {
    return (Map<String, Object>) node;
  }

  private Set<String> documented() {
    return map(document.get("paths")).entrySet().stream()
        .flatMap(path -> map(path.getValue()).keySet().stream().map(m -> m + " " + path.getKey()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Set<String> answered() {
    ClassPathScanningCandidateComponentProvider controllers =
        new ClassPathScanningCandidateComponentProvider(false);
    controllers.addIncludeFilter(new AnnotationTypeFilter(RestController.class));
    return controllers.findCandidateComponents("io.replog").stream()
        .map(bean -> ClassUtils.resolveClassName(bean.getBeanClassName(), null))
        .filter(OpenApiTest::isShipped)
        .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
        .flatMap(OpenApiTest::operations)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Test jars of other modules have controllers too. */
  private static boolean isShipped(Class<?> type) {
    return !type.getProtectionDomain().getCodeSource().getLocation().getPath().contains("test");
  }

  private static Stream<String> operations(Method method) {
    RequestMapping mapping =
        AnnotatedElementUtils.findMergedAnnotation(method, RequestMapping.class);
    if (mapping == null) {
      return Stream.empty();
    }
    RequestMapping ofType =
        AnnotatedElementUtils.findMergedAnnotation(
            method.getDeclaringClass(), RequestMapping.class);
    List<String> below = ofType == null ? List.of() : List.of(ofType.path());
    return Arrays.stream(mapping.method())
        .flatMap(
            verb ->
                paths(below).stream()
                    .flatMap(base -> paths(List.of(mapping.path())).stream().map(base::concat))
                    .map(
                        path -> verb.name().toLowerCase(Locale.ROOT) + " " + withoutPattern(path)));
  }

  private static List<String> paths(List<String> given) {
    return given.isEmpty() ? List.of("") : given;
  }

  /** {@code /messages/{order:[0-9]{1,19}}} is {@code /messages/{order}}. */
  private static String withoutPattern(String path) {
    return path.replaceAll("\\{([a-z]+):.*}$", "{$1}");
  }

  @Test
  void everyOperationIsDocumentedAndNoOther() {
    Set<String> expected = new TreeSet<>(answered());
    assertThat(expected).containsAll(INTERNAL);
    expected.removeAll(INTERNAL);
    expected.addAll(OF_THE_ACTUATOR);

    assertThat(documented()).containsExactlyElementsOf(expected);
  }

  @Test
  void operationsHaveNamesOfTheirOwn() {
    List<Object> names =
        map(document.get("paths")).values().stream()
            .flatMap(path -> map(path).values().stream())
            .map(operation -> map(operation).get("operationId"))
            .toList();

    assertThat(names).doesNotContainNull().doesNotHaveDuplicates();
  }

  @Test
  void everyReferenceLeadsSomewhere() {
    assertThat(references(document).toList())
        .isNotEmpty()
        .allSatisfy(reference -> assertThat(at(reference)).as(reference).isNotNull());
  }

  private Object at(String reference) {
    Object node = document;
    for (String name : reference.substring("#/".length()).split("/")) {
      node = node == null ? null : map(node).get(name);
    }
    return node;
  }

  private static Stream<String> references(Object node) {
    return switch (node) {
      case Map<?, ?> map ->
          Stream.concat(
              Stream.of(map.get("$ref")).filter(Objects::nonNull).map(Object::toString),
              map.values().stream().flatMap(OpenApiTest::references));
      case List<?> list -> list.stream().flatMap(OpenApiTest::references);
      case null, default -> Stream.empty();
    };
  }
}
