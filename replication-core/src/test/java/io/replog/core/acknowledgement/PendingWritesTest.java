package io.replog.core.acknowledgement;

import static org.assertj.core.api.Assertions.assertThat;

import io.replog.core.acknowledgement.PendingWrites.End;
import io.replog.core.progress.Progress.Range;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class PendingWritesTest {

  private static final int PLACES = 10_000;
  private static final Optional<Duration> FOR_EVER = Optional.empty();

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final FakeSecondaries cluster = new FakeSecondaries(3, PLACES);
  private final PendingWrites pending = cluster.pending;

  @AfterEach
  void end() {
    threads.shutdownNow();
  }

  @Test
  void concernThatIsMetAlreadyIsNotWaitedFor() {
    cluster.acked(1, 5);

    assertThat(await(4, 2, FOR_EVER)).isCompletedWithValue(End.MET);
    assertThat(await(9, 1, FOR_EVER)).isCompletedWithValue(End.MET);
    assertThat(pending.count()).isZero();
  }

  @Test
  void writerIsReleasedByTheLastNodeThatItNeedsWhicheverThatIs() {
    CompletableFuture<End> two = await(4, 2, FOR_EVER);
    CompletableFuture<End> three = await(4, 3, FOR_EVER);
    CompletableFuture<End> four = await(4, 4, FOR_EVER);
    assertThat(pending.count()).isEqualTo(3);

    cluster.acked(2, 5);
    assertThat(two).isCompletedWithValue(End.MET);
    assertThat(pending.count()).isEqualTo(2);

    cluster.acked(0, 6);
    assertThat(three).isCompletedWithValue(End.MET);
    assertThat(pending.count()).isEqualTo(1);
    assertThat(four).isNotDone();

    cluster.acked(1, 5);
    assertThat(four).isCompletedWithValue(End.MET);
    assertThat(pending.count()).isEqualTo(0);
  }

  @Test
  void writersAreCountedByWhatTheyWaitFor() {
    await(4, 2, FOR_EVER);
    await(4, 3, FOR_EVER);
    await(5, 3, FOR_EVER);
    assertThat(pending.byRequired()).isEqualTo(Map.of(2, 1, 3, 2));

    cluster.acked(2, 5);
    assertThat(pending.byRequired()).isEqualTo(Map.of(3, 2));
  }

  @Test
  void g1_acknowledgementOfAShorterPrefixReleasesNobodyBehindIt() {
    CompletableFuture<End> at4 = await(4, 2, FOR_EVER);
    CompletableFuture<End> at5 = await(5, 2, FOR_EVER);
    assertThat(pending.count()).isEqualTo(2);

    cluster.acked(0, 4);
    assertThat(pending.count()).isEqualTo(2);

    cluster.acked(0, 5);
    assertThat(at4).isCompletedWithValue(End.MET);
    assertThat(at5).isNotDone();
    assertThat(pending.count()).isEqualTo(1);
  }

  @Test
  void oneNodeIsCountedOnceHoweverOftenItAcknowledges() {
    CompletableFuture<End> three = await(4, 3, FOR_EVER);
    assertThat(pending.count()).isEqualTo(1);

    cluster.acked(0, 5);
    cluster.acked(0, 4);
    cluster.acked(0, 6);

    assertThat(three).isNotDone();
    cluster.acked(1, 5);
    assertThat(three).isCompletedWithValue(End.MET);
  }

  @Test
  void writerWhoseTimeIsOverIsToldSoAndForgotten() {
    assertThat(await(4, 2, Optional.of(Duration.ofMillis(1))).join()).isEqualTo(End.TIMED_OUT);

    assertThat(pending.count()).isZero();
  }

  @Test
  void concernThatIsMetInTimeIsNotTimedOutLater() {
    CompletableFuture<End> waiting = await(4, 2, Optional.of(Duration.ofHours(1)));

    cluster.acked(0, 5);

    assertThat(waiting).isCompletedWithValue(End.MET);
    assertThat(pending.count()).isZero();
  }

  @Test
  void retiredNodeIsWaitedForNoMore() {
    CompletableFuture<End> all = await(4, 4, FOR_EVER);
    CompletableFuture<End> further = await(5, 4, FOR_EVER);
    assertThat(pending.count()).isEqualTo(2);
    cluster.acked(0, 5);
    cluster.acked(1, 5);

    cluster.retire(2);

    assertThat(all).isCompletedWithValue(End.MET);
    assertThat(further).isNotDone();
    cluster.retire(1);
    cluster.retire(0);
    assertThat(further).isCompletedWithValue(End.MET);
  }

  @Test
  void abandoningEndsEveryWaitAndEveryLaterOne() {
    CompletableFuture<End> before = await(4, 2, FOR_EVER);
    assertThat(pending.count()).isEqualTo(1);

    cluster.end();

    assertThat(before).isCompletedWithValue(End.ABANDONED);
    assertThat(await(5, 2, FOR_EVER)).isCompletedWithValue(End.ABANDONED);
    assertThat(pending.count()).isZero();
  }

  @Test
  void g7_onceTheMasterHasEndedNotEvenAWriteThatEnoughNodesHoldIsMet() {
    assertThat(pending.endOfNoWait()).isEqualTo(End.MET);
    cluster.acked(0, 1);

    cluster.end();

    assertThat(await(0, 1, FOR_EVER)).isCompletedWithValue(End.ABANDONED);
    assertThat(await(0, 2, FOR_EVER)).isCompletedWithValue(End.ABANDONED);
    assertThat(pending.endOfNoWait()).isEqualTo(End.ABANDONED);
  }

  @Test
  void abandoningThePresentLeavesLaterWaitsAlone() {
    CompletableFuture<End> before = await(4, 2, FOR_EVER);
    assertThat(pending.count()).isEqualTo(1);

    pending.abandon();
    assertThat(before).isCompletedWithValue(End.ABANDONED);

    CompletableFuture<End> after = await(4, 2, FOR_EVER);
    assertThat(pending.count()).isEqualTo(1);
    cluster.acked(0, 5);
    assertThat(after).isCompletedWithValue(End.MET);
  }

  @Test
  void g6_thousandsThatWaitForADeadNodeHoldNobodyUp() {
    List<CompletableFuture<End>> blocked = new ArrayList<>();
    for (int order = 0; order < 5_000; order++) {
      blocked.add(await(order, 4, FOR_EVER));
    }
    assertThat(pending.count()).isEqualTo(5_000);

    for (int order = 5_000; order < 5_100; order++) {
      CompletableFuture<End> writer = await(order, 2, FOR_EVER);
      cluster.acked(0, order + 1);
      assertThat(writer).isCompletedWithValue(End.MET);
    }

    assertThat(blocked).noneMatch(CompletableFuture::isDone);
    cluster.acked(1, 5_000);
    cluster.acked(2, 5_000);
    assertThat(blocked).allSatisfy(each -> assertThat(each).isCompletedWithValue(End.MET));
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
                      if (length > cluster.nodes.get(node).acknowledged()) {
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
    for (int i = 0; i < PLACES; i++) {
      assertThat(pending.reserve()).as("every place was given back").isTrue();
    }
    assertThat(pending.reserve()).as("and none twice").isFalse();
  }

  // ---- places ----

  @Test
  void placesAreBounded() {
    PendingWrites few = new FakeSecondaries(3, 2).pending;

    assertThat(few.reserve()).isTrue();
    assertThat(few.reserve()).isTrue();
    assertThat(few.reserve()).isFalse();
    assertThat(few.reserve()).as("who gets none takes none").isFalse();

    few.giveBack();
    assertThat(few.reserve()).isTrue();
    assertThat(few.reserve()).isFalse();
  }

  @Test
  void whoWaitsForOneMessageSharesOnePlaceUntilTheLastOfThemIsGone() {
    FakeSecondaries three = new FakeSecondaries(3, 2);
    PendingWrites few = three.pending;
    assertThat(few.isAwaited(4)).isFalse();
    for (int i = 0; i < 5; i++) {
      few.await(new Range(4, 5), 2 + i % 3, FOR_EVER, few.reserve());
    }
    assertThat(few.count()).isEqualTo(5);
    assertThat(few.isAwaited(4)).isTrue();
    assertThat(few.reserve()).as("the second place is free").isTrue();
    assertThat(few.reserve()).isFalse();

    three.acked(0, 5);
    three.acked(1, 5);
    assertThat(few.reserve()).as("one still waits for the third").isFalse();
    three.acked(2, 5);

    assertThat(few.isAwaited(4)).isFalse();
    assertThat(few.reserve()).isTrue();
    assertThat(few.reserve()).isFalse();
  }

  @Test
  void placeIsFreeAgainHoweverTheWaitEnds() {
    FakeSecondaries three = new FakeSecondaries(3, 1);
    PendingWrites few = three.pending;
    for (int order = 0; order < 3; order++) {
      assertThat(few.reserve()).isTrue();
      few.await(new Range(order, order + 1), 4, Optional.of(Duration.ofMillis(1)), true).join();
      assertThat(few.reserve()).isTrue();
      few.await(new Range(order, order + 1), 4, FOR_EVER, true).complete(End.ABANDONED);
      assertThat(few.reserve()).isTrue();
      few.await(new Range(order, order + 1), 4, FOR_EVER, true);
      few.abandon();
      assertThat(few.reserve()).isTrue();
      few.await(new Range(order, order + 1), 1, FOR_EVER, true).join();
    }
    assertThat(few.count()).isZero();
  }

  @Test
  void placeIsFreeBeforeTheWriterHearsOfTheEnd() {
    FakeSecondaries three = new FakeSecondaries(3, 1);
    PendingWrites few = three.pending;
    List<Boolean> free = new ArrayList<>();
    for (int order = 0; order < 2; order++) {
      assertThat(few.reserve()).isTrue();
      var unused =
          few.await(new Range(order, order + 1), 2, FOR_EVER, true)
              .thenAccept(
                  end -> {
                    free.add(few.count() == 0 && few.reserve());
                    few.giveBack();
                  });
      if (order == 0) {
        three.acked(0, 1);
      } else {
        few.abandon();
      }
    }
    assertThat(free).containsExactly(true, true);
  }

  private CompletableFuture<End> await(long order, int required, Optional<Duration> timeout) {
    assertThat(pending.reserve()).isTrue();
    return pending.await(new Range(order, order + 1), required, timeout, true);
  }

  private Runnable writer(AtomicLong stored, int seed) {
    Random random = new Random(seed);
    return () -> {
      for (int i = 0; i < 2_000; i++) {
        long order = stored.getAndIncrement();
        int required = 2 + random.nextInt(3);
        assertThat(await(order, required, FOR_EVER).join()).isEqualTo(End.MET);
        assertThat(cluster.acknowledgements.holders(order)).isGreaterThanOrEqualTo(required);
      }
    };
  }
}
