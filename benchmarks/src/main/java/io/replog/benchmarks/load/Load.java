package io.replog.benchmarks.load;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/** A load that runs from its start until it is closed; what it counts is asked for in stretches. */
public final class Load implements AutoCloseable {
  private static final long SECOND = 1_000_000_000L;
  private static final long FINEST_NUDGE = 100_000;

  /** Numbers are never given twice in one run of the program. */
  private static final AtomicLong NUMBERS =
      new AtomicLong(System.currentTimeMillis() % 10_000_000_000L);

  private final List<Loop> loops = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();
  private final long interval;
  private long since;
  private volatile boolean closed;

  private Load(long interval) {
    this.interval = interval;
  }

  /** Opens all connections, then starts to send. */
  public static Load start(LoadPlan plan) throws IOException {
    long start = System.nanoTime();
    Load load = new Load(plan.pace(start).interval());
    for (int i = 0; i < plan.threads(); i++) {
      load.loops.add(new Loop(plan, plan.pace(start), NUMBERS));
    }
    for (int i = 0; i < plan.clients(); i++) {
      load.loops.get(i % plan.threads()).connect();
    }
    load.loops.forEach(loop -> load.thread("load", loop));
    if (load.interval > 0) {
      load.thread("metronome", load::nudge);
    }
    load.since = System.nanoTime();
    return load;
  }

  /**
   * Waits and takes what is counted meanwhile.
   *
   * @param eachSecond is told of every second of it while it runs
   */
  public Sample measure(double seconds, Consumer<Sample> eachSecond) throws InterruptedException {
    take();
    long end = since + (long) (seconds * SECOND);
    Sample all = Sample.none();
    while (end - since > 0) {
      pauseUntil(Math.min(end, since + SECOND));
      Sample part = take();
      eachSecond.accept(part);
      all = all.and(part);
    }
    return all;
  }

  /** Waits until a load with a bound has had all its answers. */
  public Sample finish(Consumer<Sample> eachSecond) throws InterruptedException {
    Sample all = Sample.none();
    while (running()) {
      long tick = since + SECOND;
      while (running() && tick - System.nanoTime() > 0) {
        Thread.sleep(5);
      }
      Sample part = take();
      eachSecond.accept(part);
      all = all.and(part);
    }
    return all.and(take());
  }

  /** What was counted since the start or the last call. */
  public Sample take() {
    long now = System.nanoTime();
    Sample all = Sample.none();
    long behind = 0;
    for (Loop loop : loops) {
      Tally tally = loop.tally();
      behind += tally.behind();
      all = all.and(new Sample(tally.takeLatencies(), tally.takeErrors(), 0, behind));
    }
    long nanos = now - since;
    since = now;
    return new Sample(all.latencies(), all.errors(), nanos, behind);
  }

  public boolean running() {
    return threads.stream().anyMatch(thread -> thread.getName().equals("load") && thread.isAlive());
  }

  @Override
  public void close() {
    closed = true;
    loops.forEach(Loop::stop);
    threads.forEach(LockSupport::unpark);
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private void thread(String name, Runnable work) {
    Thread thread = Thread.ofPlatform().name(name).daemon().start(work);
    threads.add(thread);
  }

  /** A selector waits in whole milliseconds; requests of an open loop are due between them. */
  private void nudge() {
    long step = Math.max(interval / loops.size(), FINEST_NUDGE);
    while (!closed) {
      LockSupport.parkNanos(step);
      loops.forEach(Loop::nudge);
    }
  }

  private static void pauseUntil(long nanoTime) throws InterruptedException {
    long left = nanoTime - System.nanoTime();
    if (left > 0) {
      Thread.sleep(left / 1_000_000, (int) (left % 1_000_000));
    }
  }
}
