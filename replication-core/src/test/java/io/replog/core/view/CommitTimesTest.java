package io.replog.core.view;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class CommitTimesTest {

  private static final long SECOND = 1_000_000_000;

  private final CommitTimes times = new CommitTimes();

  // The clock of System.nanoTime may begin anywhere, also below zero.
  private static final long BEGIN = -5 * SECOND;

  @Test
  void whoLacksNothingDoesNotLag() {
    times.committed(3, BEGIN);

    assertThat(times.lagNanos(3, 3, BEGIN + SECOND)).isZero();
    assertThat(times.lagNanos(4, 3, BEGIN + SECOND)).isZero();
    assertThat(new CommitTimes().lagNanos(0, 0, BEGIN)).isZero();
  }

  @Test
  void whoLacksSomethingLagsSinceTheFirstMessageThatItLacks() {
    times.committed(1, BEGIN);
    times.committed(2, BEGIN + 10 * SECOND);
    times.committed(3, BEGIN + 20 * SECOND);

    assertThat(times.lagNanos(0, 3, BEGIN + 30 * SECOND)).isEqualTo(30 * SECOND);
    assertThat(times.lagNanos(1, 3, BEGIN + 30 * SECOND)).isEqualTo(20 * SECOND);
    assertThat(times.lagNanos(2, 3, BEGIN + 30 * SECOND)).isEqualTo(10 * SECOND);
  }

  @Test
  void lagIsRightToASecondHoweverMessagesCome() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    List<Long> storedAt = new ArrayList<>();
    long now = BEGIN;
    for (int i = 0; i < 500; i++) {
      now += random.nextLong(SECOND / 4);
      for (int n = random.nextInt(1, 4); n > 0; n--) {
        storedAt.add(now);
      }
      times.committed(storedAt.size(), now);
    }
    for (int acknowledged = 0; acknowledged < storedAt.size(); acknowledged++) {
      long lag = now + SECOND - storedAt.get(acknowledged);
      assertThat(times.lagNanos(acknowledged, storedAt.size(), now + SECOND))
          .as("seed %d, order %d", seed, acknowledged)
          .isBetween(lag - SECOND, lag + SECOND);
    }
  }

  @Test
  void lagThatIsOlderThanWhatIsKeptIsToldAsTheOldestThatIs() {
    for (int i = 1; i <= 1_000; i++) {
      times.committed(i, BEGIN + i * SECOND);
    }

    assertThat(times.lagNanos(0, 1_000, BEGIN + 1_000 * SECOND))
        .isEqualTo(times.lagNanos(400, 1_000, BEGIN + 1_000 * SECOND))
        .isEqualTo(599 * SECOND);
  }

  @Test
  void emptiedLogHasNothingOfTheTimesBefore() {
    times.committed(100, BEGIN);
    times.committed(1, BEGIN + 3_600 * SECOND);

    assertThat(times.lagNanos(0, 1, BEGIN + 3_602 * SECOND)).isEqualTo(2 * SECOND);
  }
}
