package io.replog.master.config;

import io.replog.http.lifecycle.Shutdown;
import io.replog.log.DurableLog;
import io.replog.master.append.Appender;
import io.replog.master.append.PendingWrites;
import io.replog.master.cluster.Cluster;
import io.replog.master.link.HttpLinks;
import io.replog.master.membership.Membership;
import io.replog.master.mode.Mode;
import io.replog.master.recovery.Peer;
import io.replog.master.recovery.TakeOver;
import io.replog.master.start.MasterStart;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.web.context.WebServerInitializedEvent;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * The master's start. It takes over before it listens, so that its first client finds it ready;
 * where that takes long it listens all the same, can be read and asked for its health, and takes
 * messages once its log is up.
 */
@Component
class Startup implements SmartLifecycle, MasterStart.Surroundings {

  private static final Logger log = LoggerFactory.getLogger(Startup.class);
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(2);
  private static final Duration LISTEN_AFTER = Duration.ofSeconds(4);

  private final MasterProperties properties;
  private final Membership membership;
  private final Cluster cluster;
  private final PendingWrites pending;
  private final HttpLinks links;
  private final Shutdown shutdown;
  private final MasterStart masterStart;
  private String lastObstacle;
  private volatile boolean running;

  Startup(
      MasterProperties properties,
      Membership membership,
      Cluster cluster,
      PendingWrites pending,
      HttpLinks links,
      TakeOver takeOver,
      Mode mode,
      Shutdown shutdown,
      Appender appender,
      DurableLog messages) {
    this.properties = properties;
    this.membership = membership;
    this.cluster = cluster;
    this.pending = pending;
    this.links = links;
    this.shutdown = shutdown;
    this.masterStart = new MasterStart(messages, takeOver, mode, cluster, appender, this);
    shutdown.onBegin(
        () -> {
          mode.shutDown();
          pending.abandon();
        });
  }

  @Override
  public void start() {
    running = true;
    cluster.begin(membership, pending, properties.secondaryUrls());
    Thread takingOver = startThread(masterStart::run);
    try {
      takingOver.join(LISTEN_AFTER);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
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

  /** Before the web server. */
  @Override
  public int getPhase() {
    return 0;
  }

  @EventListener
  void listening(WebServerInitializedEvent event) {
    log.info(
        "listening on port {}, data in {}",
        event.getWebServer().getPort(),
        properties.dataDir().toAbsolutePath());
  }

  @Override
  public List<Peer> peers() {
    return membership.secondaries().stream().map(each -> links.peerAt(each.url())).toList();
  }

  @Override
  public void start(Runnable body) {
    startThread(body);
  }

  private static Thread startThread(Runnable body) {
    return Thread.ofVirtual().name("take-over").start(body);
  }

  @Override
  public boolean awaitNextAttempt() throws InterruptedException {
    return !shutdown.awaitBegin(AGAIN_AFTER);
  }

  @Override
  public void obstacle(String why) {
    if (!String.valueOf(why).equals(lastObstacle)) {
      log.error("cannot take over yet: {}", why);
    }
    lastObstacle = String.valueOf(why);
  }

  @Override
  public void failed(Throwable why) {
    log.error("taking up the secondaries' log failed", why);
  }
}
