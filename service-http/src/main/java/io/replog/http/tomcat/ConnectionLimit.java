package io.replog.http.tomcat;

import io.replog.http.startup.Descriptors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.embedded.tomcat.TomcatServletWebServerFactory;
import org.springframework.boot.web.server.WebServerFactoryCustomizer;
import org.springframework.core.Ordered;
import org.springframework.stereotype.Component;

/** Caps connections at what the process can open beside the files of its log. */
@Component
final class ConnectionLimit
    implements WebServerFactoryCustomizer<TomcatServletWebServerFactory>, Ordered {

  private static final Logger log = LoggerFactory.getLogger(ConnectionLimit.class);

  private final int files;

  ConnectionLimit(@Value("${replog.storage.max-open-files:1000}") int files) {
    this.files = files;
  }

  @Override
  public void customize(TomcatServletWebServerFactory factory) {
    factory.addConnectorCustomizers(connector -> cap(NodeProtocol.of(connector)));
  }

  private void cap(NodeProtocol protocol) {
    Descriptors descriptors = Descriptors.ofThisProcess();
    int wanted = protocol.getMaxConnections();
    int possible = descriptors.connections(wanted, files);
    if (possible < wanted) {
      log.warn(
          "server.tomcat.max-connections = {}, but this process may open {} files (ulimit -n): it takes {} connections",
          wanted,
          descriptors.limit(),
          possible);
      protocol.setMaxConnections(possible);
    }
  }

  /** After Spring's own customizer, which sets the configured number. */
  @Override
  public int getOrder() {
    return LOWEST_PRECEDENCE;
  }
}
