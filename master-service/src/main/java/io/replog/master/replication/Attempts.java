package io.replog.master.replication;

import java.util.concurrent.Callable;

/** Repeats what fails until it succeeds, with growing pauses, without limit. */
public interface Attempts extends AutoCloseable {

  /**
   * Runs {@code attempt} until it returns normally. Used by one thread.
   *
   * @throws InterruptedException once closed
   */
  <T> T untilSuccess(Callable<T> attempt) throws InterruptedException;

  /**
   * Ends the pause at hand: there is reason to think that the next attempt succeeds. Any thread.
   */
  void wake();

  @Override
  void close();
}
