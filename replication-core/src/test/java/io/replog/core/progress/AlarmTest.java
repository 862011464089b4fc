package io.replog.core.progress;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AlarmTest {

  private final Alarm alarm = new Alarm();

  @Test
  void earlierTimeCounts() {
    assertThat(alarm.set(100)).isTrue();
    assertThat(alarm.set(200)).isFalse();
    assertThat(alarm.set(100)).isFalse();
    assertThat(alarm.set(50)).isTrue();

    assertThat(alarm.rings(49)).isFalse();
    assertThat(alarm.rings(50)).isTrue();
  }

  @Test
  void ringsOnceFromItsTimeOn() {
    assertThat(alarm.rings(100)).as("not set").isFalse();

    alarm.set(100);
    assertThat(alarm.rings(99)).isFalse();
    assertThat(alarm.rings(107)).isTrue();

    assertThat(alarm.rings(107)).isFalse();
    assertThat(alarm.set(300)).as("nothing of the earlier time is left").isTrue();
  }

  /** The clock may begin anywhere, and run over. */
  @Test
  void timeRunsOver() {
    long before = Long.MAX_VALUE - 1;
    alarm.set(before + 10);

    assertThat(alarm.rings(before)).isFalse();
    assertThat(alarm.set(before + 5)).isTrue();
    assertThat(alarm.rings(before + 5)).isTrue();
  }
}
