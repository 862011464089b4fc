package io.replog.secondary.faults;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How this node misbehaves, for experiments.
 *
 * @param delay slept before a delivery is stored
 * @param jitter at most this much is slept in addition, evenly distributed
 * @param errorBefore the chance, 0 to 1, of answering 500 instead of storing
 * @param errorAfter the chance, 0 to 1, of answering 500 after storing
 * @param offline whether every replication request is dropped
 */
public record Faults(
    Duration delay, Duration jitter, double errorBefore, double errorAfter, boolean offline) {

  public static final Duration MAX_DELAY = Duration.ofHours(1);
  public static final Faults NONE = new Faults(Duration.ZERO, Duration.ZERO, 0, 0, false);

  public Faults {
    checkDelay("delay", delay);
    checkDelay("jitter", jitter);
    checkChance("error-before", errorBefore);
    checkChance("error-after", errorAfter);
  }

  public boolean any() {
    return !equals(NONE);
  }

  Duration pause(RandomGenerator random) {
    return delay.plusNanos((long) (random.nextDouble() * jitter.toNanos()));
  }

  boolean failsBefore(RandomGenerator random) {
    return random.nextDouble() < errorBefore;
  }

  boolean failsAfter(RandomGenerator random) {
    return random.nextDouble() < errorAfter;
  }

  private static void checkDelay(String name, Duration value) {
    if (value.isNegative() || value.compareTo(MAX_DELAY) > 0) {
      throw new IllegalArgumentException(name + " must be from 0s to 1h");
    }
  }

  private static void checkChance(String name, double value) {
    if (!(value >= 0 && value <= 1)) {
      throw new IllegalArgumentException(name + " must be from 0 to 1");
    }
  }
}
