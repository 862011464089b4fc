package io.replog.secondary.config;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.replog.http.security.ClusterToken;
import io.replog.secondary.joining.HttpMasterClient;
import io.replog.secondary.joining.Joiner;
import io.replog.secondary.joining.MasterClient.Registration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;

/** Begins to register once this node listens, and its port is known. */
public class Joining implements DisposableBean {

  private static final Logger log = LoggerFactory.getLogger(Joining.class);

  private final SecondaryProperties properties;
  private final ClusterToken token;
  private final RunId run;
  private final ObjectMapper json;
  private volatile Joiner joiner;

  Joining(SecondaryProperties properties, ClusterToken token, RunId run, ObjectMapper json) {
    this.properties = properties;
    this.token = token;
    this.run = run;
    this.json = json;
  }

  @EventListener
  void listening(WebServerInitializedEvent event) {
    int port = event.getWebServer().getPort();
    log.info("listening on port {}, data in {}", port, properties.dataDir().toAbsolutePath());
    properties.master().ifPresent(master -> begin(master.toString(), port));
  }

  private void begin(String master, int port) {
    joiner =
        new Joiner(
            new HttpMasterClient(json, java.net.URI.create(master), token),
            master,
            new Registration(properties.id(), properties.ownUrl(port), run.value()),
            properties.joining().interval());
    Thread.ofVirtual().name("joiner").start(joiner::run);
  }

  /** Tells the master at once that deliveries are welcome. */
  public void announce() {
    if (joiner != null) {
      joiner.announce();
    }
  }

  public boolean retired() {
    return joiner != null && joiner.retired();
  }

  @Override
  public void destroy() {
    if (joiner != null) {
      joiner.stop();
    }
  }
}
