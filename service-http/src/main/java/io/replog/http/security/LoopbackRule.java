package io.replog.http.security;

import io.replog.http.settings.ConfigurationException;
import io.replog.http.settings.Setting;
import io.replog.http.tomcat.NodeProtocol;
import java.net.Inet4Address;
import java.net.InetAddress;
import org.springframework.boot.autoconfigure.web.ServerProperties;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * A node without a cluster token listens on loopback only: on both where IPv6 has one, too. Without
 * an {@code Ordered} of its own it comes after Spring's customizer, which sets the configured
 * address.
 */
@Component
public class LoopbackRule implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

  private final ClusterToken token;
  private final ServerProperties server;

  LoopbackRule(ClusterToken token, ServerProperties server) {
    this.token = token;
    this.server = server;
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    InetAddress asked = server.getAddress();
    if (token.isSet()) {
      return;
    }
    if (asked != null && !asked.isLoopbackAddress()) {
      throw new ConfigurationException(
          "server.address (SERVER_ADDRESS) = \"%s\": without a CLUSTER_TOKEN a node listens on loopback only; set CLUSTER_TOKEN, or leave SERVER_ADDRESS out"
              .formatted(asked.getHostAddress()));
    }
    if (asked == null) {
      listenOnBothLoopbacks(factory);
    }
  }

  private static void listenOnBothLoopbacks(TomcatServletWebServerFactory factory) {
    InetAddress first = InetAddress.getLoopbackAddress();
    factory.setAddress(first);
    factory.addConnectorCustomizers(
        connector -> NodeProtocol.of(connector).alsoListenOn(otherThan(first)));
  }

  /** {@code localhost} may resolve to either one. */
  private static InetAddress otherThan(InetAddress loopback) {
    return Setting.literal(loopback instanceof Inet4Address ? "[::1]" : "127.0.0.1").orElseThrow();
  }
}
