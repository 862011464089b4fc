package io.replog.secondary.config;

import io.replog.core.SecondaryRole;
import io.replog.core.joining.AnyNode;
import io.replog.core.threads.SystemThreads;
import io.replog.http.client.NodeClients;
import io.replog.http.lifecycle.Shutdown;
import io.replog.log.DurableLog;
import io.replog.log.storage.StorageException;
import io.replog.model.Voter;
import io.replog.model.Voters;
import io.replog.secondary.reading.ShownBefore;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Starts registering once this node listens and its port is known. */
@Component
class Joining {

  private static final Logger log = LoggerFactory.getLogger(Joining.class);

  /** Each time costs a commit, where readers see more than before. */
  private static final Duration KEEPING_SHOWN = Duration.ofSeconds(1);

  private final SecondaryProperties properties;
  private final SecondaryRole secondary;
  private final Parts parts;

  /** What runs beside the role. */
  @Component
  record Parts(
      DurableLog log,
      NodeClients clients,
      ShownBefore shown,
      SystemThreads threads,
      Shutdown shutdown) {}

  Joining(SecondaryProperties properties, SecondaryRole secondary, Parts parts) {
    this.properties = properties;
    this.secondary = secondary;
    this.parts = parts;
  }

  @EventListener
  void listening(WebServerInitializedEvent event) {
    int port = event.getWebServer().getPort();
    log.info("listening on port {}, data in {}", port, properties.dataDir().toAbsolutePath());
    parts.shown().restore();
    parts.threads().start("shown", this::keepShown);
    properties.master().ifPresent(master -> join(master, port));
  }

  private void join(URI named, int port) {
    secondary.join(
        new AnyNode(parts.clients()::master, named, this::voters),
        named.toString(),
        properties.ownUrl(port),
        properties.joining().interval(),
        parts.threads());
  }

  /** Where the voters are, if this node observes a cluster that has any. */
  private List<URI> voters() {
    List<Voter> voters = parts.log().facts().voters().map(Voters::now).orElse(List.of());
    return voters.stream().map(Voter::url).toList();
  }

  private void keepShown() {
    try {
      boolean last;
      do {
        last = parts.shutdown().awaitBegin(KEEPING_SHOWN);
        parts.shown().keep();
      } while (!last);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (StorageException e) {
      log.warn("how much readers were shown is not kept any more: {}", e.getMessage());
    }
  }
}
