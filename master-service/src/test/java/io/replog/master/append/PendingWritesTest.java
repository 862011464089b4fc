package io.replog.master.append;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.replog.master.append.PendingWrites.End;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PendingWritesTest {

  private static final Optional<Duration> FOR_EVER = Optional.empty();

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final FakeSecondaries cluster = new FakeSecondaries(3);
  private final PendingWrites pending = cluster.pending;

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  @Test
  void concernThatIsMetAlreadyIsNotWaitedFor() throws InterruptedException {
    cluster.acked(1, 5);

    assertThat(pending.await(4, 2, FOR_EVER).join()).isEqualTo(End.MET);
    assertThat(pending.await(9, 1, FOR_EVER).join()).isEqualTo(End.MET);
    assertThat(pending.count()).isZero();
  }

  @Test
  void writerIsReleasedByTheLastNodeThatItNeedsWhicheverThatIs() {
    CompletableFuture<End> two = waiting(4, 2, FOR_EVER);
    CompletableFuture<End> three = waiting(4, 3, FOR_EVER);
    CompletableFuture<End> four = waiting(4, 4, FOR_EVER);
    awaitCount(3);

    cluster.acked(2, 5);
    assertThat(two.join()).isEqualTo(End.MET);
    awaitCount(2);

    cluster.acked(0, 6);
    assertThat(three.join()).isEqualTo(End.MET);
    awaitCount(1);
    assertThat(four).isNotDone();

    cluster.acked(1, 5);
    assertThat(four.join()).isEqualTo(End.MET);
    awaitCount(0);
  }

  @Test
  void g1_acknowledgementOfAShorterPrefixReleasesNobodyBehindIt() {
    CompletableFuture<End> at4 = waiting(4, 2, FOR_EVER);
    CompletableFuture<End> at5 = waiting(5, 2, FOR_EVER);
    awaitCount(2);

    cluster.acked(0, 4);
    assertThat(pending.count()).isEqualTo(2);

    cluster.acked(0, 5);
    assertThat(at4.join()).isEqualTo(End.MET);
    assertThat(at5).isNotDone();
    awaitCount(1);
  }

  @Test
  void oneNodeIsCountedOnceHoweverOftenItAcknowledges() {
    CompletableFuture<End> three = waiting(4, 3, FOR_EVER);
    awaitCount(1);

    cluster.acked(0, 5);
    cluster.acked(0, 4);
    cluster.acked(0, 6);

    assertThat(three).isNotDone();
    cluster.acked(1, 5);
    assertThat(three.join()).isEqualTo(End.MET);
  }

  @Test
  void writerWhoseTimeIsOverIsToldSoAndForgotten() throws InterruptedException {
    assertThat(pending.await(4, 2, Optional.of(Duration.ofMillis(1))).join())
        .isEqualTo(End.TIMED_OUT);

    assertThat(pending.count()).isZero();
  }

  @Test
  void retiredNodeIsWaitedForNoMore() {
    CompletableFuture<End> all = waiting(4, 4, FOR_EVER);
    CompletableFuture<End> further = waiting(5, 4, FOR_EVER);
    awaitCount(2);
    cluster.acked(0, 5);
    cluster.acked(1, 5);

    cluster.retire(2);

    assertThat(all.join()).isEqualTo(End.MET);
    assertThat(further).isNotDone();
    cluster.retire(1);
    cluster.retire(0);
    assertThat(further.join()).isEqualTo(End.MET);
  }

  @Test
  void abandoningEndsEveryWaitAndEveryLaterOne() throws InterruptedException {
    CompletableFuture<End> before = waiting(4, 2, FOR_EVER);
    awaitCount(1);

    pending.abandon();

    assertThat(before.join()).isEqualTo(End.ABANDONED);
    assertThat(pending.await(5, 2, FOR_EVER).join()).isEqualTo(End.ABANDONED);
    assertThat(pending.count()).isZero();
  }

  @Test
  void abandoningThePresentLeavesLaterWaitsAlone() {
    CompletableFuture<End> before = waiting(4, 2, FOR_EVER);
    awaitCount(1);

    pending.abandonPresent();
    assertThat(before.join()).isEqualTo(End.ABANDONED);

    CompletableFuture<End> after = waiting(4, 2, FOR_EVER);
    awaitCount(1);
    cluster.acked(0, 5);
    assertThat(after.join()).isEqualTo(End.MET);
  }

  @Test
  void g6_thousandsThatWaitForADeadNodeHoldNobodyUp() {
    List<CompletableFuture<End>> blocked = new ArrayList<>();
    for (int order = 0; order < 5_000; order++) {
      blocked.add(waiting(order, 4, FOR_EVER));
    }
    awaitCount(5_000);

    for (int order = 5_000; order < 5_100; order++) {
      CompletableFuture<End> writer = waiting(order, 2, FOR_EVER);
      cluster.acked(0, order + 1);
      assertThat(writer.join()).isEqualTo(End.MET);
    }

    assertThat(blocked).noneMatch(CompletableFuture::isDone);
    cluster.acked(1, 5_000);
    cluster.acked(2, 5_000);
    assertThat(blocked).allSatisfy(each -> assertThat(each.join()).isEqualTo(End.MET));
  }

  /** Writers that begin to wait at the very moment at which what they wait for arrives. */
  @Test
  void noWakeUpIsLost() throws Exception {
    AtomicLong stored = new AtomicLong();
    AtomicBoolean over = new AtomicBoolean();
    List<Thread> acknowledging = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int node = i;
      acknowledging.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    while (!over.get()) {
                      long length = stored.get();
                      if (length > cluster.nodes.get(node).acked) {
                        cluster.acked(node, length);
                      } else {
                        Thread.yield();
                      }
                    }
                  }));
    }
    List<CompletableFuture<Void>> writers = new ArrayList<>();
    for (int i = 0; i < 32; i++) {
      writers.add(CompletableFuture.runAsync(writer(stored, i), threads));
    }

    try {
      // Whoever is not woken waits for ever, and this ends with a failure.
      CompletableFuture.allOf(writers.toArray(CompletableFuture[]::new)).get(2, TimeUnit.MINUTES);
    } finally {
      over.set(true);
      for (Thread thread : acknowledging) {
        thread.join();
      }
    }
    assertThat(pending.count()).isZero();
  }

  private Runnable writer(AtomicLong stored, int seed) {
    Random random = new Random(seed);
    return () -> {
      for (int i = 0; i < 2_000; i++) {
        long order = stored.getAndIncrement();
        int required = 2 + random.nextInt(3);
        assertThat(pending.await(order, required, FOR_EVER).join()).isEqualTo(End.MET);
        assertThat(cluster.acknowledgements.holders(order)).isGreaterThanOrEqualTo(required);
      }
    };
  }

  private CompletableFuture<End> waiting(long order, int required, Optional<Duration> timeout) {
    return pending.await(order, required, timeout);
  }

  private void awaitCount(int count) {
    await().until(() -> pending.count() == count);
  }
}
