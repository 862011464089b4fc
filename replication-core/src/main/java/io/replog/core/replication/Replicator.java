package io.replog.core.replication;

import io.replog.core.membership.Secondary;
import io.replog.core.membership.Secondary.Condition;
import io.replog.core.membership.Secondary.Trouble;
import io.replog.core.progress.Progress;
import io.replog.core.replication.Handshake.Agreement;
import io.replog.core.threads.SafeLog;
import io.replog.core.transport.Attempts;
import io.replog.core.transport.SecondaryClient;
import io.replog.core.transport.TransportException;
import io.replog.core.transport.TransportException.Diverged;
import io.replog.core.transport.TransportException.OtherLog;
import io.replog.core.transport.TransportException.Rejected;
import io.replog.core.transport.TransportException.Stale;
import io.replog.log.DurableLog;
import io.replog.model.ReplicaStatus;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replicates the log to one secondary, for as long as it is a member (G5). One thread keeps the
 * connection: it finds where to resume, and after a failure backs off and retries. While connected,
 * {@link Sender} sends.
 *
 * <p>Only acknowledgements move its progress, and no replicator waits for another one (G6).
 */
public final class Replicator implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(Replicator.class);

  private final Secondary secondary;
  private final Progress progress;
  private final SecondaryClient client;
  private final Attempts attempts;
  private final Reign reign;
  private final Runnable otherLogFound;
  private final DurableLog log;
  private final Sender sender;
  private final Handshake handshake;
  private final Thread connector;
  private final AtomicBoolean started = new AtomicBoolean();
  private volatile boolean failedBefore;
  private volatile boolean closed;

  /**
   * Not started yet; owns {@code client} and {@code attempts}.
   *
   * @param otherLogFound called when this log holds nothing and the secondary holds another one
   */
  public Replicator(
      Secondary secondary,
      SecondaryClient client,
      Attempts attempts,
      Reign reign,
      Runnable otherLogFound) {
    this.secondary = secondary;
    this.progress = secondary.progress();
    this.client = client;
    this.attempts = attempts;
    this.reign = reign;
    this.otherLogFound = otherLogFound;
    this.log = reign.log();
    this.sender = new Sender(secondary, client, reign, this::failed);
    this.handshake = new Handshake(client, sender, log);
    this.connector = reign.threads().unstarted("connector", this::stayConnected);
  }

  /** Begins to replicate; a second call changes nothing. */
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
    if (progress.isConnected()) {
      sender.grown(awaited);
    }
  }

  /** Ends the current back-off: the next attempt is likely to succeed. */
  public void wake() {
    if (!progress.isConnected()) {
      attempts.wake();
    }
  }

  /** Aborts the calls under way: the secondary does not answer. */
  public void abortCalls() {
    client.abort();
  }

  /** Reconnects, because the log has changed. */
  public void reconnect() {
    progress.forget();
    attempts.wake();
  }

  /** State of the circuit breaker in a word. */
  public String breaker() {
    return attempts.breaker();
  }

  /** The pause before the next attempt to connect; empty where there is none. */
  public Optional<Attempts.Pause> retryPause() {
    return attempts.pausing();
  }

  private void stayConnected() {
    try {
      while (!closed) {
        stayConnectedOnce();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void stayConnectedOnce() throws InterruptedException {
    try {
      attempts.untilSuccess(this::connect);
      while (progress.awaitTurn()) {
        sender.pump();
      }
    } catch (RuntimeException | Error e) {
      progress.disconnected();
      failed(e);
      reign.threads().pause();
    }
  }

  private Void connect() throws TransportException {
    try {
      ReplicaStatus status = client.status(OptionalLong.empty());
      admit(status);
      Agreement found = handshake.agree(status);
      if (failedBefore) {
        // After a failure, one delivery must succeed before deliveries flow again.
        found = sender.probe(found);
      }
      connected(found);
      return null;
    } catch (TransportException e) {
      failed(e);
      throw e;
    } catch (RuntimeException | Error e) {
      failed(e);
      throw new TransportException(SafeLog.reason(e), e);
    }
  }

  private void admit(ReplicaStatus status) throws TransportException {
    if (!reign.membership().identified(secondary, status.id(), status.run())) {
      throw new TransportException("another node, %s, answers there".formatted(status.id()));
    }
    if (!reign.membership().members().contains(secondary)) {
      throw new TransportException("it is no member any more");
    }
    if (reign.mode().isFenced()) {
      // A secondary that has lost its promise with its disk must not get this master's history.
      throw new TransportException("this master is fenced");
    }
    if (reign.mode().isRecovering()) {
      throw new TransportException("this master has not taken over yet");
    }
  }

  private void connected(Agreement found) {
    logger.info(
        "{} connected: it holds {} messages, lag {}",
        secondary,
        found.prefix(),
        log.length() - found.prefix());
    secondary.condition(null);
    secondary.lastFailure(null);
    failedBefore = false;
    sender.begin(found);
  }

  private void failed(Throwable e) {
    if (closed) {
      return; // It ended the call itself.
    }
    failedBefore = true;
    reign.metrics().failed(secondary.id());
    switch (e) {
      case Stale stale when stale.epoch() >= log.facts().epoch() ->
          reign.mode().fence(stale.epoch());
      case OtherLog other when log.isEmpty() && reign.mandate().isEmpty() -> otherLogFound.run();
      case Diverged diverged -> {
        progress.forget(); // It may no longer hold this log.
        stopFor(Trouble.DIVERGED, diverged.getMessage());
      }
      case Rejected rejected -> stopFor(Trouble.REJECTING, rejected.getMessage());
      case TransportException known -> {
        if (secondary.lastFailure(String.valueOf(known.getMessage()))) {
          logger.warn(
              "replication to {} failed ({}); retrying with back-off",
              secondary,
              known.getMessage());
        }
      }
      default -> {
        if (secondary.lastFailure(SafeLog.reason(e))) {
          SafeLog.error(logger, "replication to {} failed; retrying with back-off", secondary, e);
        }
      }
    }
  }

  private void stopFor(Trouble trouble, String reason) {
    secondary.condition(new Condition(trouble, reason));
    if (secondary.lastFailure(trouble + ": " + reason)) {
      logger.error(
          "{} is {} and gets nothing until a person resolves it: {}", secondary, trouble, reason);
    }
  }

  /** Stops without waiting for calls under way. */
  @Override
  public void close() {
    closed = true;
    progress.close();
    attempts.close();
    connector.interrupt();
    client.close();
  }
}
