package io.replog.node.config;

import io.replog.core.ElectedNode;
import io.replog.core.MasterRole;
import io.replog.core.threads.SystemThreads;
import io.replog.election.Elections;
import io.replog.http.client.Forwarding;
import io.replog.http.lifecycle.Shutdown;
import io.replog.model.Voter;
import io.replog.node.election.Caretaker;
import io.replog.node.election.Heir;
import io.replog.node.founding.Founder;
import io.replog.node.joining.Joining;
import io.replog.node.master.CurrentMaster;
import io.replog.node.master.CurrentMaster.Master;
import io.replog.node.voters.Newcomers;
import io.replog.secondary.reading.ShownBefore;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

  private static final long HAND_OVER_SECONDS = 2;

  private static final long GRACE_MILLIS = 200;

  /** Once a second: each time costs a commit. */
  private static final int KEEP_EVERY = 5;

  private final ClusterNodeProperties properties;
  private final Voter self;
  private final ElectedNode node;
  private final Parts parts;
  private final Caretaker caretaker;
  private int looks;
  private volatile Optional<Master> lastMaster = Optional.empty();

  /** What runs beside the node. */
  @Component
  record Parts(
      Elections elections,
      CurrentMaster master,
      Forwarding forwarding,
      Founder founder,
      Newcomers newcomers,
      Joining joining,
      ShownBefore shown,
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
    this.caretaker = new Caretaker(parts.elections(), node, this::look, ElectionConfiguration::end);
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
    parts.shown().restore();
    node.start();
    parts.threads().start("founder", parts.founder());
    parts.threads().start("caretaker", caretaker);
    parts.threads().start("joining", parts.joining());
  }

  /** Others need not wait until they miss this node. */
  private void handOver(MasterRole role) {
    Optional<String> heir = Heir.best(role.view());
    if (heir.isEmpty()) {
      return;
    }
    try {
      log.info("hands over to {}, as this node goes down", Voter.server(heir.get()));
      parts.elections().handOver(heir.get()).get(HAND_OVER_SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      log.info("the hand-over is not known to have been done: the others elect by themselves");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void look() {
    followMaster();
    parts.newcomers().look();
    if (++looks % KEEP_EVERY == 0) {
      parts.shown().keep();
    }
  }

  /**
   * A master that lost its reign and is alive answers what was passed on to it, and knows the
   * outcome better than this node. One that is paused or cut off does not: after a while this node
   * waits no longer.
   */
  private void followMaster() {
    Optional<Master> now = parts.master().known();
    if (now.isPresent() && !now.equals(lastMaster)) {
      lastMaster = now;
      log.info("the master is {}, at {}", now.get().id(), now.get().url());
      CompletableFuture.delayedExecutor(GRACE_MILLIS, TimeUnit.MILLISECONDS)
          .execute(() -> abandonOthers(now));
    }
  }

  private void abandonOthers(Optional<Master> than) {
    if (than.equals(lastMaster)) {
      parts.forwarding().abandonOthers(than.orElseThrow().url());
    }
  }

  private void goDown() {
    parts.founder().close();
    parts.joining().close();
    caretaker.close();
    node.reigning().filter(role -> !role.mode().isRecovering()).ifPresent(this::handOver);
    parts.shown().keep();
    node.reigning().ifPresent(role -> role.shutDown());
  }
}
