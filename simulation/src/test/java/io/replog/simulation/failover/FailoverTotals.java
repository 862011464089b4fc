package io.replog.simulation.failover;

import static org.assertj.core.api.Assertions.assertThat;

/** What all schedules did together. */
final class FailoverTotals {

  private int schedules;
  private long steps;
  private long harms;
  private long lost;
  private long elected;
  private long opened;
  private long ended;
  private long changes;
  private long applied;
  private long cuts;
  private long cut;
  private long answered;
  private long survivors;
  private long shown;

  void add(FailoverOutcome outcome) {
    schedules++;
    steps += outcome.steps();
    harms += outcome.harms();
    lost += outcome.lost();
    elected += outcome.elected();
    opened += outcome.opened();
    ended += outcome.ended();
    changes += outcome.changes();
    applied += outcome.applied();
    cuts += outcome.cuts();
    cut += outcome.cut();
    answered += outcome.answered();
    survivors += outcome.survivors();
    shown += outcome.shown();
  }

  /** A run in which little happens would find nothing. */
  void assertThatTheyAreWorthSomething() {
    assertThat(opened).as(toString()).isGreaterThan(2L * schedules);
    assertThat(ended).as(toString()).isGreaterThan(schedules);
    assertThat(applied).as(toString()).isGreaterThan(schedules / 2);
    assertThat(changes).as(toString()).isGreaterThan(applied);
    assertThat(cuts).as(toString()).isGreaterThan(schedules / 20);
    assertThat(lost).as(toString()).isPositive();
    assertThat(survivors).as(toString()).isGreaterThan(schedules);
    assertThat(answered).as(toString()).isGreaterThan(survivors);
    assertThat(shown).as(toString()).isGreaterThan(schedules);
  }

  @Override
  public String toString() {
    return ("%d schedules, %d steps, %d faults, %d disks lost, %d times elected, %d masters opened,"
            + " %d reigns ended, %d changes of the voters, %d of them applied, %d cuts of %d messages, %d messages answered, %d of them with a"
            + " majority, %d shown to readers")
        .formatted(
            schedules, steps, harms, lost, elected, opened, ended, changes, applied, cuts, cut,
            answered, survivors, shown);
  }
}
