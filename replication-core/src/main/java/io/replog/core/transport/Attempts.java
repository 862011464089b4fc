package io.replog.core.transport;

import java.util.Optional;
import java.util.concurrent.Callable;

/** Retries until success, backing off longer each time, without a limit of attempts (G5). */
public interface Attempts extends AutoCloseable {

  /**
   * Runs {@code attempt} until it returns normally. Used by one thread.
   *
   * @throws InterruptedException once closed
   */
  <T> T untilSuccess(Callable<T> attempt) throws InterruptedException;

  /** Ends the current back-off: the next attempt is likely to succeed. Any thread. */
  void wake();

  /** State of the circuit breaker in a word, for people; any thread. */
  String breaker();

  /**
   * The pause under way.
   *
   * @param attempts how many have failed since the last success
   * @param millis its length
   */
  record Pause(int attempts, long millis) {}

  /** The present pause; empty while there is none. Any thread. */
  default Optional<Pause> pausing() {
    return Optional.empty();
  }

  /** Stops the attempts and discards their state. Any thread. */
  @Override
  void close();
}
