package io.replog.master.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 1, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class ShortWaitsTest {

  private static final long DAY = TimeUnit.DAYS.toMillis(1);

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private ShortWaits waits = new ShortWaits(DAY);

  @AfterEach
  void end() {
    waits.close();
    threads.shutdownNow();
  }

  @Test
  void outcomeThatIsThereIsNotWaitedFor() throws InterruptedException {
    assertThat(waits.await(CompletableFuture.completedFuture("done"))).isTrue();
    assertThat(waits.await(CompletableFuture.failedFuture(new IllegalStateException()))).isTrue();
  }

  @Test
  void everyWaiterIsWokenByItsOwnOutcome() throws Exception {
    List<CompletableFuture<String>> outcomes = new ArrayList<>();
    List<Future<Boolean>> waiting = new ArrayList<>();
    for (int i = 0; i < 1_000; i++) {
      CompletableFuture<String> outcome = new CompletableFuture<>();
      outcomes.add(outcome);
      waiting.add(threads.submit(() -> waits.await(outcome)));
    }

    for (int i = 0; i < outcomes.size(); i++) {
      if (i % 2 == 0) {
        outcomes.get(i).complete("done");
      } else {
        outcomes.get(i).completeExceptionally(new IllegalStateException());
      }
    }

    for (Future<Boolean> each : waiting) {
      assertThat(each.get()).isTrue();
    }
  }

  @Test
  void waitEndsWithoutAnOutcomeAfterAShortWhile() throws InterruptedException {
    waits.close();
    waits = new ShortWaits(20);

    assertThat(waits.await(new CompletableFuture<>())).isFalse();
  }

  @Test
  void strayWakeUpDoesNotEndAWait() throws Exception {
    CompletableFuture<String> outcome = new CompletableFuture<>();
    AtomicBoolean ended = new AtomicBoolean();
    Thread waiting =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    ended.set(waits.await(outcome));
                  } catch (InterruptedException e) {
                    throw new AssertionError(e);
                  }
                });
    for (int i = 0; i < 100; i++) {
      await().until(() -> waiting.getState() == Thread.State.WAITING);
      java.util.concurrent.locks.LockSupport.unpark(waiting);
    }
    assertThat(ended).isFalse();

    outcome.complete("done");
    waiting.join();
    assertThat(ended).isTrue();
  }

  @Test
  void interruptEndsAWait() {
    Thread.currentThread().interrupt();

    assertThatThrownBy(() -> waits.await(new CompletableFuture<>()))
        .isInstanceOf(InterruptedException.class);
  }

  @Test
  void closingEndsWaitsThatNobodyWillLookFor() throws Exception {
    Future<Boolean> waiting = threads.submit(() -> waits.await(new CompletableFuture<>()));
    await().until(() -> waits.count() == 1);

    waits.close();

    assertThat(waiting.get()).isFalse();
  }
}
