package io.replog.http.startup;

import io.replog.http.settings.ConfigurationException;
import io.replog.http.settings.Setting;
import io.replog.log.storage.StorageException;
import io.replog.log.storage.StorageException.Kind;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.bind.UnboundConfigurationPropertiesException;
import org.springframework.boot.context.properties.bind.validation.BindValidationException;
import org.springframework.boot.context.properties.bind.validation.ValidationErrors;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.boot.web.server.PortInUseException;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.core.env.Environment;
import org.springframework.validation.FieldError;

/**
 * Says in one line why the node cannot start, and which setting to change; for damaged files, a
 * second line says what to do.
 */
@Order(0)
public final class OneLineFailureAnalyzer implements FailureAnalyzer {

  /** Properties whose value usually comes from an environment variable of another name. */
  private static final Map<String, String> ENVIRONMENT =
      Map.of(
          "replog.id", "SERVER_ID",
          "replog.secondaries", "SECONDARIES",
          "replog.master-url", "MASTER_URL",
          "replog.secondary-host", "SECONDARY_HOST",
          "replog.advertised-url", "ADVERTISED_URL",
          "replog.data-dir", "DATA_DIR",
          "replog.replication-delay", "REPLICATION_DELAY",
          "replog.cluster-token", "CLUSTER_TOKEN",
          "server.port", "SERVER_PORT",
          "server.address", "SERVER_ADDRESS");

  private static final String DAMAGE_REMEDY =
      "move the folder rocksdb in %s aside (keep it) and start this node anew: %s; or restore a"
          + " backup";

  private final Environment environment;

  public OneLineFailureAnalyzer(Environment environment) {
    this.environment = environment;
  }

  @Override
  public FailureAnalysis analyze(Throwable failure) {
    return new FailureAnalysis(describe(failure), remedy(failure), failure);
  }

  /** What to do about damaged files, in a line of its own; null for any other failure. */
  private String remedy(Throwable failure) {
    boolean damaged =
        causes(failure).stream()
            .anyMatch(t -> t instanceof StorageException e && e.kind() == Kind.DAMAGE);
    return damaged
        ? DAMAGE_REMEDY.formatted(
            Path.of(environment.getProperty("replog.data-dir", "data")).toAbsolutePath(),
            environment.getProperty("spring.application.name", "").endsWith("secondary")
                ? "the master then refills it"
                : "it then recovers the log from its secondaries, which must run and be listed in"
                    + " SECONDARIES")
        : null;
  }

  /** The innermost failure that has a line of its own tells most. */
  private String describe(Throwable failure) {
    List<Throwable> inwards = causes(failure);
    return inwards.reversed().stream()
        .flatMap(cause -> line(cause).stream())
        .findFirst()
        .orElseGet(() -> inwards.getLast().toString());
  }

  private Optional<String> line(Throwable failure) {
    return Optional.ofNullable(
        switch (failure) {
          case ConfigurationException named -> named.getMessage();
          case BindValidationException invalid -> outOfBounds(invalid.getValidationErrors());
          case UnboundConfigurationPropertiesException unbound -> unknown(unbound);
          case BindException bind -> unusable(bind);
          case StorageException e -> "replog.data-dir (DATA_DIR): " + e.getMessage();
          case PortInUseException e ->
              "server.port (SERVER_PORT) = %d: the port is taken; choose another, or stop what uses it"
                  .formatted(e.getPort());
          case java.net.BindException e when !e.getMessage().contains("in use") ->
              "server.address (SERVER_ADDRESS) = \"%s\", server.port (SERVER_PORT): %s"
                  .formatted(environment.getProperty("server.address", ""), e.getMessage());
          default -> null;
        });
  }

  private static List<Throwable> causes(Throwable failure) {
    return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).toList();
  }

  private static String unknown(UnboundConfigurationPropertiesException unbound) {
    return unbound.getUnboundProperties().stream()
            .map(property -> property.getName().toString())
            .collect(Collectors.joining(", "))
        + ": no such setting; docs/configuration.md lists all";
  }

  private static String outOfBounds(ValidationErrors errors) {
    return errors.getAllErrors().stream()
        .map(error -> outOfBounds((FieldError) error, errors))
        .sorted()
        .collect(Collectors.joining("; "));
  }

  private static String outOfBounds(FieldError error, ValidationErrors errors) {
    String name = errors.getName() + "." + Setting.kebab(error.getField());
    String given =
        errors.getBoundProperties().stream()
            .filter(property -> property.getName().toString().equals(name))
            .map(property -> String.valueOf(property.getValue()))
            .filter(value -> !value.contains("${"))
            .findFirst()
            .orElseGet(() -> Setting.text(error.getRejectedValue()));
    return "%s%s = \"%s\": %s".formatted(name, variable(name), given, error.getDefaultMessage());
  }

  private static String unusable(BindException bind) {
    String name = bind.getName().toString().toLowerCase(Locale.ROOT);
    ConfigurationProperty property = bind.getProperty();
    Object given = property == null ? null : converted(bind, property.getValue());
    String value = given == null ? "" : " = \"%s\"".formatted(given);
    Throwable root = causes(bind).getLast();
    String fault = root instanceof NumberFormatException ? "must be a number" : root.getMessage();
    return name + variable(name) + value + ": " + fault;
  }

  private static String variable(String name) {
    return ENVIRONMENT.entrySet().stream()
        .filter(e -> name.equals(e.getKey()) || name.startsWith(e.getKey() + "["))
        .map(e -> " (" + e.getValue() + ")")
        .findFirst()
        .orElse("");
  }

  /** The value after placeholders were replaced, if Spring kept it. */
  private static Object converted(BindException bind, Object raw) {
    return causes(bind).stream()
        .filter(ConversionFailedException.class::isInstance)
        .map(conversion -> ((ConversionFailedException) conversion).getValue())
        .findFirst()
        .orElseGet(() -> String.valueOf(raw).contains("${") ? null : raw);
  }
}
