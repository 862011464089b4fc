package io.replog.simulation.failover;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.replog.simulation.Seeds;
import io.replog.simulation.threads.Scheduler;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Schedules of elections and faults on the real classes; see README.md of this module. */
class FailoverSimulationTest {

  private static final int SCHEDULES =
      Integer.getInteger("replog.simulation.failover.schedules", 1000);

  // Some that find a broken rule; see README.md.
  private static final List<Long> FIXED = List.of(7L, 13L, 17L, 31L, 50L, 52L, 168L, 185L, 248L);

  @BeforeAll
  static void needsAScheduler() {
    assumeTrue(
        Scheduler.isPossible(), "this JDK does not let virtual threads be scheduled from outside");
  }

  @Test
  void noScheduleOfElectionsBreaksAGuarantee() {
    long seed = Seeds.first();
    System.out.println("failover: first seed " + seed);
    FailoverTotals totals = new FailoverTotals();
    for (int i = 0; i < SCHEDULES; i++) {
      totals.add(sound(seed + i, i + 1));
    }
    System.out.println("failover: " + totals);
    if (SCHEDULES >= 200) {
      totals.assertThatTheyAreWorthSomething();
    }
  }

  @Test
  void noScheduleThatFindsABrokenRuleBreaksAGuarantee() {
    FIXED.forEach(seed -> sound(seed, 1));
  }

  /** Runs one schedule; where it breaks a guarantee, all that happened is printed. */
  private static FailoverOutcome sound(long seed, int number) {
    FailoverOutcome outcome = new FailoverSchedule(seed).run();
    if (!outcome.violations().isEmpty()) {
      outcome.trace().forEach(System.out::println);
      fail(
          "-Dreplog.simulation.seed=%d -Dreplog.simulation.failover.schedules=1 breaks (schedule %d): %s"
              .formatted(seed, number, outcome.violations()));
    }
    return outcome;
  }

  @Test
  void theSameSeedIsTheSameSchedule() {
    long seed = new Random().nextLong();
    for (int i = 0; i < 10; i++) {
      assertThat(new FailoverSchedule(seed + i).run().trace())
          .as("seed %d", seed + i)
          .isEqualTo(new FailoverSchedule(seed + i).run().trace());
    }
  }
}
