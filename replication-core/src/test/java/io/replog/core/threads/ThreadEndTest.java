package io.replog.core.threads;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class ThreadEndTest {

  @Test
  void anInterruptDoesNotEndTheWaitAndIsNotForgotten() throws InterruptedException {
    CountDownLatch done = new CountDownLatch(1);
    Thread writer = Thread.ofVirtual().start(() -> awaitQuietly(done));
    boolean[] seen = new boolean[2];
    Thread closing =
        Thread.ofVirtual()
            .start(
                () -> {
                  Thread.currentThread().interrupt();
                  ThreadEnd.await(writer);
                  seen[0] = !writer.isAlive();
                  seen[1] = Thread.currentThread().isInterrupted();
                });

    assertThat(closing.join(Duration.ofMillis(50))).isFalse();
    done.countDown();
    closing.join();

    assertThat(seen).containsExactly(true, true);
  }

  @Test
  void aThreadThatWasNeverStartedIsNotWaitedFor() {
    ThreadEnd.await(Thread.ofVirtual().unstarted(() -> {}));
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
