package io.replog.simulation.network;

import java.util.random.RandomGenerator;

/**
 * How often the network does what to a message, each as a share of 1.
 *
 * @param lose a request never arrives
 * @param late its sender gives up, and it arrives all the same, at any later time
 * @param repeat it arrives once more, at any later time
 * @param loseAnswer it had its effect, and nobody hears of it
 */
public record Faults(double lose, double late, double repeat, double loseAnswer) {

  public static final Faults NONE = new Faults(0, 0, 0, 0);

  /** Each kind rarely, often or never. */
  public static Faults drawn(RandomGenerator random) {
    return new Faults(share(random), share(random), share(random), share(random));
  }

  private static double share(RandomGenerator random) {
    return switch (random.nextInt(3)) {
      case 0 -> 0;
      case 1 -> 0.03;
      default -> 0.2;
    };
  }
}
