package io.replog.simulation;

import java.util.Random;

/**
 * The first seed of a run. It is the same in every build, so that a build fails for what was
 * changed and never by chance; a long run draws its own.
 */
public final class Seeds {

  private static final String GIVEN = System.getProperty("replog.simulation.seed", "1");

  private Seeds() {}

  /** {@code -Dreplog.simulation.seed}: a number, or {@code random}; 1 without it. */
  public static long first() {
    return GIVEN.equals("random") ? new Random().nextLong() : Long.parseLong(GIVEN);
  }
}
