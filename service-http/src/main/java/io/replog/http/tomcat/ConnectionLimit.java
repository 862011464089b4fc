package io.replog.http.tomcat;

import io.replog.http.startup.Descriptors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.stereotype.Component;

/**
 * Caps connections at what the process can open beside the files of its log. Without an {@code
 * Ordered} of its own it comes after Spring's customizer, which sets the configured number.
 */
@Component
final class ConnectionLimit implements WebServerFactoryCustomizer<TomcatServletWebServerFactory> {

  private static final Logger log = LoggerFactory.getLogger(ConnectionLimit.class);

  /**
   * Bounds, together with replog.write.max-waiting, the writers that can be blocked at one time.
   */
  private static final int DEFAULT = 20_000;

  private final int asked;
  private final int files;
  private final Descriptors descriptors;

  @Autowired
  ConnectionLimit(
      @Value("${server.tomcat.max-connections:0}") int asked,
      @Value("${replog.storage.max-open-files:1000}") int files) {
    this(asked, files, Descriptors.ofThisProcess());
  }

  /** {@code asked}: what a person set, 0 for nothing. */
  ConnectionLimit(int asked, int files, Descriptors descriptors) {
    this.asked = asked;
    this.files = files;
    this.descriptors = descriptors;
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    factory.addConnectorCustomizers(
        connector -> NodeProtocol.of(connector).setMaxConnections(connections()));
  }

  /** How many connections this node takes. */
  int connections() {
    int wanted = asked > 0 ? asked : DEFAULT;
    int possible = descriptors.connections(wanted, files);
    if (possible < wanted) {
      // The default asks for as many as there can be; a person may count on the number given.
      log.atLevel(asked > 0 ? Level.WARN : Level.INFO)
          .log(
              "server.tomcat.max-connections = {}, but this process may open {} files (ulimit -n): limited to {} connections",
              wanted,
              descriptors.limit(),
              possible);
    }
    return possible;
  }
}
