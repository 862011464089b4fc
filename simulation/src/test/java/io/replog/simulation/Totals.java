package io.replog.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.replog.simulation.schedule.Outcome;

/** What all schedules did together. */
final class Totals {

  private int schedules;
  private long steps;
  private long harms;
  private long acknowledged;
  private long promised;
  private int undecided;

  void add(Outcome outcome) {
    schedules++;
    steps += outcome.steps();
    harms += outcome.harms();
    acknowledged += outcome.acknowledged();
    promised += outcome.promised();
    undecided += outcome.undecided() ? 1 : 0;
  }

  /** A run in which nothing is acknowledged would find nothing. */
  void assertThatTheyAreWorthSomething() {
    assertThat(acknowledged).as(toString()).isGreaterThan(schedules);
    assertThat(promised).as(toString()).isGreaterThan(acknowledged / 4);
    assertThat(undecided).as(toString()).isLessThan(1 + schedules / 4);
  }

  @Override
  public String toString() {
    return ("%d schedules, %d steps, %d faults, %d messages acknowledged, %d of them promised and"
            + " found; %d left to a person")
        .formatted(schedules, steps, harms, acknowledged, promised, undecided);
  }
}
