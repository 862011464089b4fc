package io.replog.master.config;

import io.replog.core.MasterRole;
import io.replog.http.lifecycle.Shutdown;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The master's start. It takes over once its address is bound, so that a start that fails disturbs
 * nobody. {@link StartGate} holds its first clients back.
 */
@Component
class Startup implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Startup.class);

  /** Where Spring Boot starts the web server (its {@code WebServerStartStopLifecycle}). */
  private static final int WEB_SERVER_PHASE = DEFAULT_PHASE - 2048;

  private final MasterProperties properties;
  private final MasterRole master;
  private final StartGate gate;
  private volatile boolean running;

  Startup(MasterProperties properties, MasterRole master, StartGate gate, Shutdown shutdown) {
    this.properties = properties;
    this.master = master;
    this.gate = gate;
    shutdown.onBegin(master::shutDown);
  }

  @Override
  public void start() {
    running = true;
    master.start();
    try {
      master.awaitDecision(StartGate.PATIENCE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      gate.open();
    }
  }

  @Override
  public void stop() {
    running = false;
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Right after the web server, which has bound its address by then. */
  @Override
  public int getPhase() {
    return WEB_SERVER_PHASE + 1;
  }

  @EventListener
  void listening(WebServerInitializedEvent event) {
    log.info(
        "listening on port {}, data in {}",
        event.getWebServer().getPort(),
        properties.dataDir().toAbsolutePath());
  }
}
