package io.replog.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PaceTest {
  private static final long START = -1_000;
  private static final long MICROSECOND = 1_000;

  @Test
  void anOpenLoopGivesARequestWhenItIsDueAndNotBefore() {
    Pace pace = Pace.open(1_000_000, START);
    assertThat(pace.take(START)).isEqualTo(START);
    assertThat(pace.take(START + MICROSECOND - 1)).isEqualTo(Pace.NOT_YET);
    assertThat(pace.take(START + MICROSECOND)).isEqualTo(START + MICROSECOND);
  }

  @Test
  void afterAStallEveryMissedRequestStillCountsFromWhenItWasDue() {
    Pace pace = Pace.open(1_000_000, START);
    long afterStall = START + 3 * MICROSECOND;
    assertThat(pace.behind(afterStall)).isEqualTo(4);
    for (int request = 0; request <= 3; request++) {
      assertThat(pace.take(afterStall)).isEqualTo(START + request * MICROSECOND);
    }
    assertThat(pace.take(afterStall)).isEqualTo(Pace.NOT_YET);
    assertThat(pace.behind(afterStall)).isZero();
  }

  @Test
  void aClosedLoopGivesRequestsAtOnceUntilItsBound() {
    Pace pace = Pace.closed(2);
    assertThat(pace.take(5)).isEqualTo(5);
    assertThat(pace.take(5)).isEqualTo(5);
    assertThat(pace.finished()).isTrue();
    assertThat(pace.take(5)).isEqualTo(Pace.NOT_YET);
  }
}
