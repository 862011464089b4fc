package io.replog.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.replog.simulation.schedule.Outcome;
import io.replog.simulation.schedule.Schedule;
import io.replog.simulation.threads.Scheduler;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Thousands of schedules of faults on the real classes; see README.md of this module. */
class SimulationTest {

  private static final int SCHEDULES = Integer.getInteger("replog.simulation.schedules", 3000);

  // Some that find a broken rule; see README.md.
  private static final List<Long> FIXED =
      List.of(354L, 386L, 397L, 428L, 1300L, 1349L, 1984L, 2816L);

  @BeforeAll
  static void needsAScheduler() {
    assumeTrue(
        Scheduler.isPossible(), "this JDK does not let virtual threads be scheduled from outside");
  }

  @Test
  void noScheduleOfFaultsBreaksAGuarantee() {
    long seed = Seeds.first();
    System.out.println("simulation: first seed " + seed);
    Totals totals = new Totals();
    for (int i = 0; i < SCHEDULES; i++) {
      totals.add(sound(seed + i));
    }
    System.out.println("simulation: " + totals);
    if (SCHEDULES >= 500) {
      totals.assertThatTheyAreWorthSomething();
    }
  }

  @Test
  void noScheduleThatOnceDidBreaksAGuarantee() {
    FIXED.forEach(SimulationTest::sound);
  }

  /** Runs one schedule; where it breaks a guarantee, all that happened is printed. */
  private static Outcome sound(long seed) {
    Outcome outcome = new Schedule(seed).run();
    if (!outcome.violations().isEmpty()) {
      outcome.trace().forEach(System.out::println);
      fail("-Dreplog.simulation.seed=%d breaks: %s".formatted(seed, outcome.violations()));
    }
    return outcome;
  }

  @Test
  void theSameSeedIsTheSameSchedule() {
    long seed = new Random().nextLong();
    for (int i = 0; i < 20; i++) {
      assertThat(new Schedule(seed + i).run().trace())
          .as("seed %d", seed + i)
          .isEqualTo(new Schedule(seed + i).run().trace());
    }
  }
}
