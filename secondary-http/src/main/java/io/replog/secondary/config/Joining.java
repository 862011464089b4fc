package io.replog.secondary.config;

import io.replog.core.SecondaryRole;
import io.replog.core.threads.SystemThreads;
import io.replog.http.client.NodeClients;
import java.net.URI;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Starts registering once this node listens and its port is known. */
@Component
class Joining {

  private static final Logger log = LoggerFactory.getLogger(Joining.class);

  private final SecondaryProperties properties;
  private final SecondaryRole secondary;
  private final NodeClients clients;
  private final SystemThreads threads;

  Joining(
      SecondaryProperties properties,
      SecondaryRole secondary,
      NodeClients clients,
      SystemThreads threads) {
    this.properties = properties;
    this.secondary = secondary;
    this.clients = clients;
    this.threads = threads;
  }

  @EventListener
  void listening(WebServerInitializedEvent event) {
    int port = event.getWebServer().getPort();
    log.info("listening on port {}, data in {}", port, properties.dataDir().toAbsolutePath());
    properties.master().ifPresent(master -> join(master, port));
  }

  private void join(URI master, int port) {
    secondary.join(
        clients.master(master),
        master.toString(),
        properties.ownUrl(port),
        properties.joining().interval(),
        threads);
  }
}
