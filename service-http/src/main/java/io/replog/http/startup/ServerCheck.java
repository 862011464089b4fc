package io.replog.http.startup;

import io.replog.http.settings.ConfigurationException;
import java.util.Map;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;

/**
 * Refuses, before anything uses them, settings of a web server that a node cannot have: an
 * impossible port, and whatever would move the actuator, because the loopback and cluster-token
 * rules cover only the node's one web server and paths under {@code /actuator}.
 */
public final class ServerCheck
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  private static final String PORT = "server.port";
  private static final String SECOND_SERVER = "management.server";

  /** Settings that may have only one value. */
  private static final Map<String, String> FIXED =
      Map.of("management.endpoints.web.base-path", "/actuator", "spring.mvc.servlet.path", "/");

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    Environment environment = context.getEnvironment();
    checkPort(environment.getProperty(PORT, ""));
    Binder.get(environment)
        .bind(SECOND_SERVER, Bindable.mapOf(String.class, String.class))
        .orElse(Map.of())
        .forEach((name, value) -> refuse(SECOND_SERVER + "." + name, value));
    FIXED.forEach(
        (name, only) -> {
          String value = environment.getProperty(name, only);
          if (!value.equals(only)) {
            refuse(name, value);
          }
        });
  }

  private static void checkPort(String port) {
    boolean possible = port.matches("[0-9]{1,5}") && Integer.parseInt(port) <= 65_535;
    if (!port.isEmpty() && !possible) {
      throw new ConfigurationException(
          "server.port (SERVER_PORT, SECONDARY_PORT) = \"%s\": must be a number from 0 to 65535"
              .formatted(port));
    }
  }

  private static void refuse(String name, String value) {
    throw new ConfigurationException(
        "%s = \"%s\": a node has one web server, at server.port, with the actuator under /actuator; leave this setting out"
            .formatted(name, value));
  }
}
