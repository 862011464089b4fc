package io.replog.node.election;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OpeningWatchTest {

  private final OpeningWatch watch = new OpeningWatch(10);

  @Test
  void givesUpOnceAReignMakesNoProgressForSoLong() {
    assertThat(watch.isTardy(true, 5, 100)).isFalse();
    assertThat(watch.isTardy(true, 5, 109)).isFalse();
    assertThat(watch.isTardy(true, 5, 110)).isTrue();
  }

  @Test
  void progressCounts() {
    watch.isTardy(true, 5, 100);
    watch.isTardy(true, 6, 109);

    assertThat(watch.isTardy(true, 6, 118)).isFalse();
    assertThat(watch.isTardy(true, 6, 119)).isTrue();
  }

  @Test
  void aReignThatOpenedIsOnlyLookedAtFromItsNextTakeOverOn() {
    watch.isTardy(true, 5, 100);
    watch.isTardy(false, 5, 105);

    assertThat(watch.isTardy(true, 5, 150)).isFalse();
    assertThat(watch.isTardy(true, 5, 159)).isFalse();
  }

  @Test
  void triesAgainAfterTheSamePatience() {
    watch.isTardy(true, 5, 100);

    assertThat(watch.isTardy(true, 5, 110)).isTrue();
    assertThat(watch.isTardy(true, 5, 111)).isFalse();
    assertThat(watch.isTardy(true, 5, 120)).isTrue();
  }
}
