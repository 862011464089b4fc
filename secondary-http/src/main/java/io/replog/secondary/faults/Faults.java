package io.replog.secondary.faults;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * How this node misbehaves, for experiments.
 *
 * @param delay slept before a delivery is stored
 * @param jitter upper bound of a further, evenly distributed sleep
 * @param errorBefore probability of answering 500 instead of storing
 * @param errorAfter probability of answering 500 after storing
 * @param offline whether this node drops every replication request
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
