package io.replog.master.config;

import io.replog.http.lifecycle.Shutdown;
import io.replog.log.DurableLog;
import io.replog.log.storage.StorageException;
import io.replog.master.append.Appender;
import io.replog.master.append.PendingWrites;
import io.replog.master.cluster.Cluster;
import io.replog.master.link.HttpLinks;
import io.replog.master.membership.Membership;
import io.replog.master.mode.Mode;
import io.replog.master.recovery.Peer;
import io.replog.master.recovery.TakeOver;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;
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
class Startup implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Startup.class);
  private static final Duration AGAIN_AFTER = Duration.ofSeconds(2);
  private static final Duration LISTEN_AFTER = Duration.ofSeconds(4);

  private final MasterProperties properties;
  private final Membership membership;
  private final Cluster cluster;
  private final PendingWrites pending;
  private final HttpLinks links;
  private final TakeOver takeOver;
  private final Mode mode;
  private final Shutdown shutdown;
  private final Appender appender;
  private final DurableLog messages;
  private final AtomicBoolean takingOverAgain = new AtomicBoolean();
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
    this.takeOver = takeOver;
    this.mode = mode;
    this.shutdown = shutdown;
    this.appender = appender;
    this.messages = messages;
    shutdown.onBegin(
        () -> {
          mode.shutDown();
          pending.abandon();
        });
  }

  @Override
  public void start() {
    running = true;
    cluster.onOtherLog(this::takeOverAgain);
    cluster.begin(membership, pending, properties.secondaryUrls());
    Thread takingOver = Thread.ofVirtual().name("take-over").start(this::takeOver);
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

  private void takeOver() {
    try {
      while (!tookOver()) {
        if (shutdown.awaitBegin(AGAIN_AFTER)) {
          return;
        }
      }
      mode.recovered();
      cluster.deliver();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * This master began a log of its own because it heard of no other, and has taken nothing yet: it
   * gives it up for the one that its secondaries hold.
   */
  private void takeOverAgain() {
    if (takingOverAgain.compareAndSet(false, true)) {
      Thread.ofVirtual().name("take-over").start(this::takeOverAgainUntilDone);
    }
  }

  private void takeOverAgainUntilDone() {
    AtomicBoolean done = new AtomicBoolean();
    try {
      do {
        appender.exclusively(() -> done.set(tookOverOtherLog())).join();
      } while (!done.get() && !shutdown.awaitBegin(AGAIN_AFTER));
    } catch (CancellationException e) {
      log.debug("not taken over again: this node is going down");
    } catch (CompletionException e) {
      log.error("taking up the secondaries' log failed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      takingOverAgain.set(false);
    }
  }

  /** Nothing is delivered meanwhile: what is fetched in part is no history to spread. */
  private boolean tookOverOtherLog() {
    if (messages.length() > 0 && !mode.isRecovering()) {
      return true; // It has taken a message in between, and keeps its own.
    }
    mode.recovering("the secondaries hold another log");
    cluster.reconnect();
    if (!tookOver()) {
      return false;
    }
    mode.recovered();
    cluster.reconnect();
    return true;
  }

  private boolean tookOver() {
    List<Peer> peers =
        membership.secondaries().stream().map(each -> links.peerAt(each.url())).toList();
    try {
      takeOver.run(peers);
      return true;
    } catch (TakeOver.Outbid e) {
      cluster.fenced(e.epoch());
      return true;
    } catch (TakeOver.Undecidable | StorageException e) {
      if (!String.valueOf(e.getMessage()).equals(lastObstacle)) {
        log.error("cannot take over yet: {}", e.getMessage());
      }
      lastObstacle = String.valueOf(e.getMessage());
      mode.recovering(e.getMessage());
      return false;
    }
  }
}
