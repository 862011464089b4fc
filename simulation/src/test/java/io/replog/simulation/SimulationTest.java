package io.replog.simulation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.replog.simulation.schedule.Outcome;
import io.replog.simulation.schedule.Schedule;
import io.replog.simulation.threads.Scheduler;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Thousands of schedules of faults on the real classes; see README.md of this module. */
class SimulationTest {

  private static final int SCHEDULES = Integer.getInteger("replog.simulation.schedules", 3000);

  @BeforeAll
  static void needsAScheduler() {
    assumeTrue(
        Scheduler.isPossible(), "this JDK does not let virtual threads be scheduled from outside");
  }

  @Test
  void no_schedule_of_faults_breaks_a_guarantee() {
    long seed = Long.getLong("replog.simulation.seed", new Random().nextLong());
    System.out.println("simulation: first seed " + seed);
    Totals totals = new Totals();
    for (int i = 0; i < SCHEDULES; i++) {
      Outcome outcome = new Schedule(seed + i).run();
      if (!outcome.violations().isEmpty()) {
        outcome.trace().forEach(System.out::println);
        fail("schedule %d, seed %d: %s".formatted(i, outcome.seed(), outcome.violations()));
      }
      totals.add(outcome);
    }
    System.out.println("simulation: " + totals);
    totals.assertThatTheyAreWorthSomething();
  }

  @Test
  void the_same_seed_is_the_same_schedule() {
    long seed = new Random().nextLong();
    for (int i = 0; i < 20; i++) {
      assertThat(new Schedule(seed + i).run().trace())
          .as("seed %d", seed + i)
          .isEqualTo(new Schedule(seed + i).run().trace());
    }
  }
}
