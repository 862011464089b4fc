package io.replog.core.threads;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** Where the threads of a role come from. Safe for any thread. */
public interface Threads {

  /** A thread for the work called {@code name}, not started yet. */
  Thread unstarted(String name, Runnable body);

  default void start(String name, Runnable body) {
    unstarted(name, body).start();
  }

  /** Waits for a while, on the calling thread, before the next attempt at something. */
  void pause() throws InterruptedException;

  /**
   * Waits for answers that are welcome but not needed, for a moment at most. The moment is there so
   * that no node which is alive is left out only because it answers last.
   */
  void linger(CompletableFuture<?> rest);

  /** Runs deliveries to {@code secondary}, each on a thread of its own while it lasts. */
  Executor deliveries(String secondary);
}
