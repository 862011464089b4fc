package io.replog.http.security;

import io.replog.http.startup.ConfigurationException;
import java.net.InetAddress;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.web.server.ConfigurableWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;

/** A node without a cluster token listens on loopback only. */
@Component
public class LoopbackRule
    implements WebServerFactoryCustomizer<ConfigurableWebServerFactory>, Ordered {

  private final ClusterToken token;
  private final ServerProperties server;

  LoopbackRule(ClusterToken token, ServerProperties server) {
    this.token = token;
    this.server = server;
  }

  @Override
  public void customize(ConfigurableWebServerFactory factory) {
    InetAddress asked = server.getAddress();
    if (token.isSet()) {
      return;
    }
    if (asked != null && !asked.isLoopbackAddress()) {
      throw new ConfigurationException(
          "server.address (SERVER_ADDRESS) = \"%s\": without a CLUSTER_TOKEN a node listens on loopback only; set CLUSTER_TOKEN, or leave SERVER_ADDRESS out"
              .formatted(asked.getHostAddress()));
    }
    factory.setAddress(asked == null ? loopback() : asked);
  }

  private static InetAddress loopback() {
    return InetAddress.getLoopbackAddress();
  }

  /** After Spring's own customizer, which sets the address that was asked for. */
  @Override
  public int getOrder() {
    return LOWEST_PRECEDENCE;
  }
}
