package io.replog.log;

import static io.replog.concurrency.Interleavings.must;
import static io.replog.concurrency.Interleavings.shared;
import static io.replog.concurrency.Interleavings.sideBySide;

import io.replog.concurrency.Interleavings;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Who waits for the log to grow is woken by the growth, not by the end of its patience. */
class GrowthInterleavingsTest {

  @Test
  void followerIsNeverLeftAsleep() {
    Interleavings.all(
        () -> {
          Growth growth = shared(new Growth(0));
          sideBySide(() -> growth.set(1), () -> awaits(growth, 0));
        });
  }

  @Test
  void twoFollowersAreWokenByOneGrowth() {
    Interleavings.all(
        () -> {
          Growth growth = shared(new Growth(0));
          sideBySide(() -> growth.set(2), () -> awaits(growth, 0), () -> awaits(growth, 1));
        });
  }

  private static void awaits(Growth growth, long known) {
    try {
      must("woken by growth", () -> beyond(growth, known));
    } catch (IllegalStateException e) {
      throw new AssertionError(e);
    }
  }

  private static boolean beyond(Growth growth, long known) {
    try {
      return growth.awaitBeyond(known, Duration.ofDays(1)) && growth.length() > known;
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
