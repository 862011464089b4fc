package io.replog.master.replication;

import io.replog.log.DurableLog;
import io.replog.master.replication.Handshake.Agreement;
import io.replog.master.replication.LinkException.Diverged;
import io.replog.master.replication.LinkException.OtherLog;
import io.replog.master.replication.LinkException.Stale;
import io.replog.model.ReplicaStatus;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Brings the log to one secondary, for as long as it is a member (G5). One virtual thread keeps the
 * connection: it asks where to go on, and after a failure repeats that with growing pauses. What is
 * sent while connected is the business of {@link Deliveries}.
 *
 * <p>Only acknowledgements tell how far the secondary is, and nobody waits here for another one
 * (G6).
 */
public final class Replicator implements AutoCloseable {

  /** The secondary as the rest of the master knows it. */
  public interface Target {
    /** How it is called in logs. */
    String name();

    /** It said this of itself on a new connection. */
    void introduced(ReplicaStatus status) throws LinkException;

    /** It has acknowledged that its prefix on disk is this long. */
    void acked(long prefix);

    /** It was found to hold no more than this: what it acknowledged beyond it is lost. */
    void holdsAtMost(long prefix);

    /** Whether, and why, its log is not the beginning of this one; null if it is. */
    void diverged(String reason);

    /**
     * It holds another log altogether; says whether this master gives up its own, empty one for it.
     */
    boolean yieldsToOtherLog();

    /** It has heard of a newer master: this one must stop. */
    void fenced(long epoch);
  }

  private final Target target;
  private final SecondaryLink link;
  private final Attempts attempts;
  private final DurableLog log;
  private final Handshake handshake;
  private final Deliveries deliveries;
  private final ReplicationEvents events;
  private final Thread connector;
  private final AtomicBoolean started = new AtomicBoolean();
  private volatile boolean failedBefore;
  private volatile boolean closed;

  public Replicator(
      Target target,
      SecondaryLink link,
      Attempts attempts,
      DurableLog log,
      ReplacedLogs replaced,
      ReplicationSettings settings,
      ReplicationEvents events,
      Executor executor) {
    this.target = target;
    this.link = link;
    this.attempts = attempts;
    this.log = log;
    Courier courier = new Courier(target, link, log, replaced, events);
    this.handshake = new Handshake(link, courier, log, replaced);
    this.deliveries = new Deliveries(target, courier, log, settings, executor, this::failed);
    this.events = events;
    this.connector = Thread.ofVirtual().name("connector").unstarted(this::stayConnected);
  }

  /** Begins to deliver; a second call changes nothing. */
  public void start() {
    if (started.compareAndSet(false, true)) {
      connector.start();
    }
  }

  /**
   * The log has grown. Quick: called by the appender.
   *
   * @param awaited whether a writer waits for other nodes to hold what was added
   */
  public void signal(boolean awaited) {
    if (deliveries.isConnected()) {
      deliveries.grown(awaited);
    }
  }

  /** There is reason to think that the secondary can be reached. */
  public void wake() {
    attempts.wake();
  }

  /** The secondary does not answer: what is under way will not either. */
  public void giveUpCalls() {
    link.abort();
  }

  /** Connects anew, because the log is another one now. */
  public void reconnect() {
    deliveries.forget();
    attempts.wake();
  }

  /**
   * The secondary's process is {@code run} now. One that was started anew may have lost its disk,
   * which nobody would notice before the next message.
   */
  public void runs(String run) {
    if (run != null) {
      deliveries.disconnectUnlessWith(run);
    }
  }

  public boolean isConnected() {
    return deliveries.isConnected();
  }

  /** Whether the secondary has answered a delivery on the present connection. */
  public boolean isHeard() {
    return deliveries.isHeard();
  }

  private void stayConnected() {
    try {
      while (!closed) {
        attempts.untilSuccess(this::connect);
        deliveries.awaitEnd();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Void connect() throws LinkException {
    try {
      ReplicaStatus status = link.status(OptionalLong.empty());
      target.introduced(status);
      Agreement found = handshake.agree(status);
      target.diverged(null);
      if (failedBefore) {
        // After a failure, one delivery must succeed before deliveries flow again.
        found = deliveries.probe(found);
      }
      events.connected(target.name(), found.prefix(), log.length() - found.prefix());
      failedBefore = false;
      deliveries.begin(found);
      return null;
    } catch (LinkException e) {
      failed(e);
      throw e;
    }
  }

  private void failed(LinkException e) {
    failedBefore = true;
    switch (e) {
      case Stale stale -> target.fenced(stale.epoch());
      case Diverged diverged -> {
        if (diverged instanceof OtherLog && target.yieldsToOtherLog()) {
          return;
        }
        target.diverged(diverged.getMessage());
        events.diverged(target.name(), diverged.getMessage());
      }
      default -> events.failed(target.name(), e.getMessage());
    }
  }

  /** Ends at once, without waiting for what is under way. */
  @Override
  public void close() {
    closed = true;
    deliveries.close();
    attempts.close();
    connector.interrupt();
    link.close();
  }
}
