package io.replog.core.threads;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * The JVM's threads: virtual ones, but for the appender, which never waits for long, and for
 * deliveries, of which there are few. An answer wakes a platform thread directly, and a virtual one
 * by way of two others.
 */
public final class SystemThreads implements Threads, AutoCloseable {

  private static final Duration PAUSE = Duration.ofSeconds(2);
  private static final Duration LINGER = Duration.ofMillis(300);

  private final ExecutorService deliveries =
      Executors.newCachedThreadPool(Thread.ofPlatform().name("delivery-", 0).daemon().factory());

  @Override
  public Thread unstarted(String name, Runnable body) {
    return name.equals("appender")
        ? Thread.ofPlatform().name(name).unstarted(body)
        : Thread.ofVirtual().name(name).unstarted(body);
  }

  @Override
  public void pause() throws InterruptedException {
    Thread.sleep(PAUSE);
  }

  @Override
  public void linger(CompletableFuture<?> rest) {
    rest.copy().completeOnTimeout(null, LINGER.toMillis(), TimeUnit.MILLISECONDS).join();
  }

  @Override
  public Executor deliveries(String secondary) {
    return deliveries;
  }

  @Override
  public void close() {
    deliveries.close();
  }
}
