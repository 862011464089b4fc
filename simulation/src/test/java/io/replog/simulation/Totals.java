package io.replog.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.replog.simulation.schedule.Outcome;

/** What all schedules did together. */
final class Totals {

  private int schedules;
  private long steps;
  private long harms;
  private long acknowledged;
  private long takeOvers;
  private long promised;
  private long found;
  private int undecided;

  void add(Outcome outcome) {
    schedules++;
    steps += outcome.steps();
    harms += outcome.harms();
    acknowledged += outcome.acknowledged();
    takeOvers += outcome.takeOvers();
    promised += outcome.looked().promised();
    found += outcome.looked().found();
    undecided += outcome.undecided() ? 1 : 0;
  }

  /** A run in which nothing is acknowledged would find nothing. */
  void assertThatTheyAreWorthSomething() {
    assertThat(acknowledged).as(toString()).isGreaterThan(schedules);
    assertThat(promised).as(toString()).isGreaterThan(acknowledged / 4);
    assertThat(found).as(toString()).isGreaterThan(schedules / 10);
    assertThat(undecided).as(toString()).isLessThan(1 + schedules / 4);
  }

  @Override
  public String toString() {
    return ("%d schedules, %d steps, %d faults, %d take-overs, %d messages acknowledged, %d of them"
            + " promised and there, %d of these found by a master that lacked them; %d schedules"
            + " left to a person")
        .formatted(schedules, steps, harms, takeOvers, acknowledged, promised, found, undecided);
  }
}
