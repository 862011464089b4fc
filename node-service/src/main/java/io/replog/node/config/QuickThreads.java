package io.replog.node.config;

import io.replog.core.threads.Threads;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** The threads of a node that may be elected: what fails is tried again soon. */
record QuickThreads(Threads threads) implements Threads {

  private static final Duration PAUSE = Duration.ofMillis(200);

  @Override
  public Thread unstarted(String name, Runnable body) {
    return threads.unstarted(name, body);
  }

  @Override
  public void pause() throws InterruptedException {
    Thread.sleep(PAUSE);
  }

  @Override
  public void linger(CompletableFuture<?> rest) {
    threads.linger(rest);
  }

  @Override
  public Executor deliveries(String secondary) {
    return threads.deliveries(secondary);
  }
}
