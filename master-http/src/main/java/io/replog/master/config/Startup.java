package io.replog.master.config;

import io.replog.core.MasterRole;
import io.replog.http.lifecycle.Shutdown;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The master's start. It takes over once its address is bound, so that a start that fails disturbs
 * nobody. {@link StartGate} holds its first clients back.
 */
@Component
class Startup {

  private static final Logger log = LoggerFactory.getLogger(Startup.class);

  private final MasterProperties properties;
  private final MasterRole master;
  private final StartGate gate;

  Startup(MasterProperties properties, MasterRole master, StartGate gate, Shutdown shutdown) {
    this.properties = properties;
    this.master = master;
    this.gate = gate;
    shutdown.onBegin(master::shutDown);
  }

  /** Spring calls this on the thread that starts the node, right after the address is bound. */
  @EventListener
  void listening(WebServerInitializedEvent event) {
    log.info(
        "listening on port {}, data in {}",
        event.getWebServer().getPort(),
        properties.dataDir().toAbsolutePath());
    master.start();
    try {
      master.awaitDecision(StartGate.PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      gate.open();
    }
  }
}
