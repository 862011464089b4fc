package io.replog.master.membership;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Asks one secondary again and again how it is. Runs on a thread of its own until closed. */
public final class Heartbeat implements Runnable, AutoCloseable {

  /** Hears what comes of it, on the heartbeat's thread. */
  public interface Listener {
    /** The secondary answered. */
    void alive(Secondary secondary, HealthProbe.Report report);

    void statusChanged(Secondary secondary, NodeStatus before, NodeStatus after);
  }

  private final Secondary secondary;
  private final HealthProbe probe;
  private final Duration interval;
  private final LongSupplier nanoTime;
  private final Listener listener;
  private final CountDownLatch closed = new CountDownLatch(1);
  private NodeStatus last = NodeStatus.UNHEALTHY;

  public Heartbeat(
      Secondary secondary,
      HealthProbe probe,
      Duration interval,
      LongSupplier nanoTime,
      Listener listener) {
    this.secondary = secondary;
    this.probe = probe;
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

  /** Asks once, on the calling thread, out of turn. */
  public void ask() {
    try {
      HealthProbe.Report report = probe.ask();
      if (closed.getCount() > 0) {
        listener.alive(secondary, report);
      }
    } catch (IOException | RuntimeException e) {
      // Silence is judged by its length, and so is an answer that nobody foresaw: were the
      // heartbeat to end with it, the node would count as silent for ever.
    }
  }

  private void beat() {
    ask();
    NodeStatus now = secondary.status(nanoTime.getAsLong());
    if (now != last) {
      listener.statusChanged(secondary, last, now);
      last = now;
    }
  }

  @Override
  public void close() {
    closed.countDown();
  }
}
