package io.replog.core.fakes;

import io.replog.core.threads.Threads;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Virtual threads, of which a test can ask whether they have ended. */
public final class TestThreads implements Threads {

  /** How often somebody waited before a next attempt. */
  public final AtomicInteger pauses = new AtomicInteger();

  private final List<Thread> threads = new CopyOnWriteArrayList<>();

  @Override
  public Thread unstarted(String name, Runnable body) {
    Thread thread = Thread.ofVirtual().name(name).unstarted(body);
    threads.add(thread);
    return thread;
  }

  @Override
  public void pause() throws InterruptedException {
    pauses.incrementAndGet();
    Thread.sleep(1);
  }

  @Override
  public void linger(CompletableFuture<?> rest) {
    rest.copy().completeOnTimeout(null, 1, TimeUnit.SECONDS).join();
  }

  @Override
  public Executor deliveries(String secondary) {
    return body -> start("delivery", body);
  }

  /** The names of those that run. */
  public List<String> running() {
    return threads.stream().filter(Thread::isAlive).map(Thread::getName).toList();
  }

  /** How many of this name were made. */
  public long made(String name) {
    return threads.stream().filter(thread -> thread.getName().equals(name)).count();
  }
}
