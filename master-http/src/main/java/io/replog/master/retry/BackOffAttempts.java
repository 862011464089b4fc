package io.replog.master.retry;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.replog.core.transport.Attempts;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.springframework.retry.backoff.BackOffInterruptedException;
import org.springframework.retry.backoff.ExponentialRandomBackOffPolicy;
import org.springframework.retry.policy.AlwaysRetryPolicy;
import org.springframework.retry.support.RetryTemplate;

/**
 * {@link Attempts} with Spring Retry's exponential, randomised, capped pauses around a circuit
 * breaker. A wake-up ends the pause and lets an open breaker try at once.
 */
public final class BackOffAttempts implements Attempts {

  private final CircuitBreakerRegistry breakers;
  private final CircuitBreaker breaker;
  private final RetryTemplate retry = new RetryTemplate();
  private final Semaphore wakes = new Semaphore(0);
  private volatile boolean closed;
  private volatile Pause pausing;
  private int failed; // Used by the one thread that attempts.

  /** {@code name}: names its circuit breaker in {@code breakers}, until it is closed. */
  public BackOffAttempts(CircuitBreakerRegistry breakers, String name, BackOff backOff) {
    this.breakers = breakers;
    this.breaker = breakers.circuitBreaker(name);
    ExponentialRandomBackOffPolicy pauses = new ExponentialRandomBackOffPolicy();
    pauses.setInitialInterval(backOff.initialMillis());
    pauses.setMultiplier(backOff.multiplier());
    pauses.setMaxInterval(backOff.maxMillis());
    pauses.setSleeper(this::pause);
    retry.setBackOffPolicy(pauses);
    retry.setRetryPolicy(new AlwaysRetryPolicy());
  }

  /**
   * The pauses between attempts.
   *
   * @param initialMillis the first one, before randomisation
   * @param multiplier from one to the next
   * @param maxMillis the longest
   */
  public record BackOff(long initialMillis, double multiplier, long maxMillis) {}

  @Override
  public <T> T untilSuccess(Callable<T> attempt) throws InterruptedException {
    wakes.drainPermits();
    failed = 0;
    try {
      return retry.execute(context -> breaker.executeCallable(attempt));
    } catch (BackOffInterruptedException e) {
      throw (InterruptedException) new InterruptedException("closed").initCause(e);
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IllegalStateException("an endless retry ended", e);
    }
  }

  private void pause(long millis) throws InterruptedException {
    pausing = new Pause(++failed, millis);
    try {
      if (!closed && wakes.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
        wakes.drainPermits();
        if (breaker.getState() == CircuitBreaker.State.OPEN) {
          breaker.transitionToHalfOpenState();
        }
      }
    } finally {
      pausing = null;
    }
    if (closed) {
      throw new InterruptedException("closed");
    }
  }

  @Override
  public void wake() {
    wakes.release();
  }

  @Override
  public Optional<Pause> pausing() {
    return Optional.ofNullable(pausing);
  }

  @Override
  public String breaker() {
    return breaker.getState().name();
  }

  @Override
  public void close() {
    closed = true;
    breakers.remove(breaker.getName());
    wake();
  }
}
