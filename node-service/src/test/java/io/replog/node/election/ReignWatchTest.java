package io.replog.node.election;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ReignWatchTest {

  private final ReignWatch watch = new ReignWatch(10);

  @Test
  void givesUpOnceAReignMakesNoProgressForSoLong() {
    assertThat(watch.isOver(true, 5, 100)).isFalse();
    assertThat(watch.isOver(true, 5, 109)).isFalse();
    assertThat(watch.isOver(true, 5, 110)).isTrue();
  }

  @Test
  void progressCounts() {
    watch.isOver(true, 5, 100);
    watch.isOver(true, 6, 109);

    assertThat(watch.isOver(true, 6, 118)).isFalse();
    assertThat(watch.isOver(true, 6, 119)).isTrue();
  }

  @Test
  void aReignThatGetsOnIsOnlyLookedAtFromWhereItIsStuckAgain() {
    watch.isOver(true, 5, 100);
    watch.isOver(false, 5, 105);

    assertThat(watch.isOver(true, 5, 150)).isFalse();
    assertThat(watch.isOver(true, 5, 159)).isFalse();
  }

  @Test
  void triesAgainAfterTheSamePatience() {
    watch.isOver(true, 5, 100);

    assertThat(watch.isOver(true, 5, 110)).isTrue();
    assertThat(watch.isOver(true, 5, 111)).isFalse();
    assertThat(watch.isOver(true, 5, 120)).isTrue();
  }
}
