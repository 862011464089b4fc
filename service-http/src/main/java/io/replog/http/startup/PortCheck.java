package io.replog.http.startup;

import io.replog.http.settings.ConfigurationException;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;

/** Refuses an impossible port before anything uses it. */
public final class PortCheck
    implements ApplicationContextInitializer<ConfigurableApplicationContext> {

  private static final String PORT = "server.port";

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    String port = context.getEnvironment().getProperty(PORT, "");
    boolean possible = port.matches("[0-9]{1,5}") && Integer.parseInt(port) <= 65_535;
    if (!port.isEmpty() && !possible) {
      throw new ConfigurationException(
          "server.port (SERVER_PORT, SECONDARY_PORT) = \"%s\": must be a number from 0 to 65535"
              .formatted(port));
    }
  }
}
