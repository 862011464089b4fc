package io.replog.core.transport;

import java.util.concurrent.Callable;

/** Repeats what fails until it succeeds, backing off longer each time, without limit (G5). */
public interface Attempts extends AutoCloseable {

  /**
   * Runs {@code attempt} until it returns normally. Used by one thread.
   *
   * @throws InterruptedException once closed
   */
  <T> T untilSuccess(Callable<T> attempt) throws InterruptedException;

  /** Ends a pause between attempts: the next one is likely to succeed. Any thread. */
  void wake();

  /** State of the circuit breaker in a word, for people; any thread. */
  String breaker();

  /** Ends the attempts, and forgets what was kept for them. Any thread. */
  @Override
  void close();
}
