package io.replog.node.config;

import io.replog.core.ElectedNode;
import io.replog.core.threads.SystemThreads;
import io.replog.election.Elections;
import io.replog.http.client.Forwarding;
import io.replog.http.lifecycle.Shutdown;
import io.replog.model.Voter;
import io.replog.node.election.Caretaker;
import io.replog.node.founding.Founder;
import io.replog.node.master.CurrentMaster;
import io.replog.node.master.CurrentMaster.Master;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The start of a node, whose engine starts beside everything else. It changes its role only once it
 * answers the others, as several that start at a time would wait for each other.
 */
@Component
class NodeStart {

  private static final Logger log = LoggerFactory.getLogger(NodeStart.class);

  private final ClusterNodeProperties properties;
  private final Voter self;
  private final ElectedNode node;
  private final Parts parts;
  private final Caretaker caretaker;
  private volatile Optional<Master> lastMaster = Optional.empty();

  /** What runs beside the node. */
  @Component
  record Parts(
      Elections elections,
      CurrentMaster master,
      Forwarding forwarding,
      Founder founder,
      SystemThreads threads) {}

  NodeStart(
      ClusterNodeProperties properties,
      Voter self,
      ElectedNode node,
      Parts parts,
      Shutdown shutdown) {
    this.properties = properties;
    this.self = self;
    this.node = node;
    this.parts = parts;
    this.caretaker = new Caretaker(parts.elections(), node, this::followMaster);
    shutdown.onBegin(this::goDown);
  }

  @EventListener
  void listening(WebServerInitializedEvent event) {
    log.info(
        "{} listens on port {}, its election engine on {}, data in {}",
        self.id(),
        event.getWebServer().getPort(),
        self.electionPort(),
        properties.dataDir().toAbsolutePath());
    if (properties.listed().isEven()) {
      log.warn(
          "REPLOG_NODES lists {} nodes: as many may be lost as with one less",
          properties.listed().nodes().size());
    }
    node.start();
    parts.threads().start("founder", parts.founder());
    parts.threads().start("caretaker", caretaker);
  }

  /** Requests that were passed on to a node which is not master any more get no answer there. */
  private void followMaster() {
    Optional<Master> now = parts.master().known();
    if (now.isPresent() && !now.equals(lastMaster)) {
      lastMaster = now;
      log.info("the master is {}, at {}", now.get().id(), now.get().url());
      parts.forwarding().abandonOthers(now.get().url());
    }
  }

  private void goDown() {
    parts.founder().close();
    caretaker.close();
    node.reigning().ifPresent(role -> role.shutDown());
  }
}
