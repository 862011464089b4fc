package io.replog.http.lifecycle;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/** Stops first (highest phase): waiting writers get outcome-pending before Tomcat stops. */
@Component
public class Shutdown implements SmartLifecycle {

  private static final Logger log = LoggerFactory.getLogger(Shutdown.class);

  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile boolean running;
  private final CountDownLatch begun = new CountDownLatch(1);

  /** Whether the node is shutting down. */
  public boolean begun() {
    return begun.getCount() == 0;
  }

  /**
   * Waits for {@code time}, or until the node begins to shut down.
   *
   * @return whether it is shutting down
   */
  public boolean awaitBegin(Duration time) throws InterruptedException {
    return begun.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Calls {@code listener} once when the node begins to shut down. */
  public void onBegin(Runnable listener) {
    listeners.add(listener);
  }

  @Override
  public void start() {
    running = true;
  }

  @Override
  public void stop() {
    log.info("shutting down");
    begun.countDown();
    running = false;
    listeners.forEach(Runnable::run);
  }

  @Override
  public boolean isRunning() {
    return running;
  }

  /** Spring stops the greatest phase first. */
  @Override
  public int getPhase() {
    return Integer.MAX_VALUE;
  }
}
