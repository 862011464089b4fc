package io.replog.core.membership;

import io.replog.core.threads.SafeLog;
import io.replog.core.transport.NodeHealth;
import io.replog.core.transport.SecondaryClient;
import io.replog.core.transport.TransportException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Requests the health of one secondary periodically, on its own thread, until closed. */
public final class Heartbeat implements Runnable, AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(Heartbeat.class);

  /** Called on the heartbeat's thread. */
  public interface Listener {
    /** The node at the secondary's address answered. */
    void alive(Secondary secondary, NodeHealth health);

    /** The secondary has been silent for so long that it is unhealthy. */
    void silent(Secondary secondary);
  }

  private final Secondary secondary;
  private final SecondaryClient client;
  private final Duration interval;
  private final LongSupplier nanoTime;
  private final Listener listener;
  private final CountDownLatch closed = new CountDownLatch(1);
  private NodeStatus last = NodeStatus.UNHEALTHY;

  public Heartbeat(
      Secondary secondary,
      SecondaryClient client,
      Duration interval,
      LongSupplier nanoTime,
      Listener listener) {
    this.secondary = secondary;
    this.client = client;
    this.interval = interval;
    this.nanoTime = nanoTime;
    this.listener = listener;
  }

  @Override
  public void run() {
    try {
      do {
        beat();
      } while (!closed.await(interval.toNanos(), TimeUnit.NANOSECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Sends one request now, on the calling thread. */
  public void ask() {
    try {
      NodeHealth health = client.health();
      if (closed.getCount() > 0) {
        listener.alive(secondary, health);
      }
    } catch (TransportException e) {
      // The failure detector judges the silence by its length.
    } catch (RuntimeException | Error e) {
      unforeseen(e);
    }
  }

  /** The caller goes on: without heartbeats the node would stay unhealthy for ever. */
  private void unforeseen(Throwable e) {
    if (secondary.lastFailure(SafeLog.reason(e))) {
      SafeLog.error(logger, "a heartbeat of secondary {} failed", secondary.id(), e);
    }
  }

  private void beat() {
    ask();
    try {
      judge();
    } catch (RuntimeException | Error e) {
      unforeseen(e);
    }
  }

  private void judge() {
    NodeStatus now = secondary.status(nanoTime.getAsLong());
    if (now == last) {
      return;
    }
    Level level = now == NodeStatus.HEALTHY ? Level.INFO : Level.WARN;
    NodeStatus before = last;
    last = now;
    logger.atLevel(level).log("secondary {} is {}, was {}", secondary.id(), now, before);
    if (now == NodeStatus.UNHEALTHY) {
      listener.silent(secondary);
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
