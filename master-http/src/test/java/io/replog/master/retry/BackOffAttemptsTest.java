package io.replog.master.retry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import io.replog.master.retry.BackOffAttempts.BackOff;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class BackOffAttemptsTest {

  private static final long HOUR = 3_600_000;
  private static final BackOff PATIENT = new BackOff(HOUR, 2, HOUR);
  private static final String NAME = "secondary";
  private static final BackOff QUICK = new BackOff(1, 10, 5);

  private final AtomicInteger calls = new AtomicInteger();
  private volatile int failures = Integer.MAX_VALUE;
  private volatile Semaphore attemptsMayEnd = new Semaphore(Integer.MAX_VALUE);
  private final CompletableFuture<String> result = new CompletableFuture<>();
  private CircuitBreakerRegistry breakers;
  private BackOffAttempts attempts;
  private Thread thread;

  @AfterEach
  void end() throws InterruptedException {
    attempts.close();
    thread.interrupt();
    thread.join();
  }

  private void start(CircuitBreakerConfig breaker, BackOff backOff) {
    breakers = CircuitBreakerRegistry.of(breaker);
    attempts = new BackOffAttempts(breakers, NAME, backOff);
    thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    result.complete(attempts.untilSuccess(this::attempt));
                  } catch (InterruptedException e) {
                    result.completeExceptionally(e);
                  }
                });
  }

  private String attempt() throws IOException {
    int call = calls.incrementAndGet();
    attemptsMayEnd.acquireUninterruptibly();
    if (call <= failures) {
      throw new IOException("no answer");
    }
    return "done";
  }

  private void awaitPause(int after) {
    await().until(() -> calls.get() == after && thread.getState() == Thread.State.TIMED_WAITING);
  }

  @Test
  void firstAttemptIsMadeAtOnceAndItsResultGivenBack() throws Exception {
    failures = 0;
    start(closedBreaker(), PATIENT);

    assertThat(get()).isEqualTo("done");
    assertThat(calls).hasValue(1);
  }

  @Test
  void g5_failureIsRepeatedUntilItSucceedsWithPausesThatAreCapped() throws Exception {
    failures = 50;
    start(closedBreaker(), QUICK);

    // Uncapped, the pauses would have grown beyond the age of the world by now.
    assertThat(get()).isEqualTo("done");
    assertThat(calls).hasValue(51);
  }

  @Test
  void pauseLastsUntilSomebodyWakes() throws Exception {
    failures = 2;
    start(closedBreaker(), PATIENT);
    awaitPause(1);

    attempts.wake();
    awaitPause(2);
    assertThat(result).isNotDone();

    attempts.wake();
    assertThat(get()).isEqualTo("done");
    assertThat(calls).hasValue(3);
  }

  /** All of them come while the first attempt is under way. */
  @Test
  void pauseIsShownWhileItLastsWithTheAttemptsThatFailed() throws Exception {
    failures = 2;
    start(closedBreaker(), PATIENT);
    await().until(() -> attempts.pausing().filter(pause -> pause.attempts() == 1).isPresent());
    assertThat(attempts.pausing().orElseThrow().millis()).isBetween(HOUR / 2, 2 * HOUR);

    attempts.wake();
    await().until(() -> attempts.pausing().filter(pause -> pause.attempts() == 2).isPresent());

    attempts.wake();
    assertThat(get()).isEqualTo("done");
    assertThat(attempts.pausing()).isEmpty();
  }

  @Test
  void manyWakeUpsAreOneAttempt() throws Exception {
    attemptsMayEnd = new Semaphore(0);
    start(closedBreaker(), PATIENT);
    await().until(() -> calls.get() == 1);

    for (int i = 0; i < 100; i++) {
      attempts.wake();
    }
    attemptsMayEnd.release(100);

    awaitPause(2);
  }

  @Test
  void attemptsThatBeginAfterTheCloseDoNotPause() {
    start(closedBreaker(), PATIENT);
    awaitPause(1);
    attempts.close();
    await().until(result::isCompletedExceptionally);

    assertThatThrownBy(() -> attempts.untilSuccess(this::attempt))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void openBreakerKeepsAttemptsFromTheSecondary() {
    start(breakerThatOpensAtOnce(), QUICK);

    await()
        .until(
            () -> breakers.circuitBreaker(NAME).getMetrics().getNumberOfNotPermittedCalls() >= 10);

    assertThat(breakers.circuitBreaker(NAME).getState()).isEqualTo(CircuitBreaker.State.OPEN);
    assertThat(calls).hasValue(1);
  }

  @Test
  void wakingLetsAnOpenBreakerTryAtOnce() throws Exception {
    failures = 1;
    start(breakerThatOpensAtOnce(), PATIENT);
    awaitPause(1);
    assertThat(breakers.circuitBreaker(NAME).getState()).isEqualTo(CircuitBreaker.State.OPEN);

    attempts.wake();

    assertThat(get()).isEqualTo("done");
    assertThat(calls).hasValue(2);
  }

  @Test
  void closingEndsThePauseAtHand() {
    start(closedBreaker(), PATIENT);
    awaitPause(1);

    attempts.close();

    await().until(result::isCompletedExceptionally);
    assertThat(result.exceptionNow()).isInstanceOf(InterruptedException.class);
    assertThat(calls).hasValue(1);
  }

  @Test
  void interruptEndsThePauseAtHand() {
    start(closedBreaker(), PATIENT);
    awaitPause(1);

    thread.interrupt();

    await().until(result::isCompletedExceptionally);
    assertThat(result.exceptionNow()).isInstanceOf(InterruptedException.class);
  }

  private String get()
      throws ExecutionException, InterruptedException, java.util.concurrent.TimeoutException {
    return result.get(1, TimeUnit.MINUTES);
  }

  @Test
  void breakerOfASecondaryThatLeftIsForgotten() {
    start(closedBreaker(), PATIENT);

    attempts.close();

    assertThat(breakers.getAllCircuitBreakers()).isEmpty();
  }

  private static CircuitBreakerConfig closedBreaker() {
    return CircuitBreakerConfig.custom().minimumNumberOfCalls(1_000_000).build();
  }

  private static CircuitBreakerConfig breakerThatOpensAtOnce() {
    return CircuitBreakerConfig.custom()
        .slidingWindowSize(1)
        .minimumNumberOfCalls(1)
        .permittedNumberOfCallsInHalfOpenState(1)
        .waitDurationInOpenState(Duration.ofHours(1))
        .build();
  }
}
