package io.replog.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class LogIdTest {

  private static final String LOG = "8d2f-log";

  @Test
  void generationsAreBoundedAndNeverOverflow() {
    String last = "a~" + LogId.MAX_GENERATION + "~r";
    String beforeLast = "a~" + (LogId.MAX_GENERATION - 1) + "~r";
    assertThat(LogId.isValid(last)).isTrue();
    assertThat(LogId.replaces(last, beforeLast)).isTrue();
    assertThat(LogId.sameLineage(LogId.afterEmptying(beforeLast, "r"), "a")).isTrue();
    assertThatThrownBy(() -> LogId.afterEmptying(last, "r"))
        .isInstanceOf(IllegalStateException.class);

    for (String beyond : new String[] {"1" + "0".repeat(18), "9".repeat(19), "0".repeat(30)}) {
      assertThat(LogId.isValid("a~" + beyond + "~r")).as(beyond).isFalse();
    }
    for (String other : new String[] {"~", "a", "a~b", "a~x~r", "9".repeat(256), LOG}) {
      assertThat(LogId.isValid(other)).as(other).isTrue();
    }
    assertThat(LogId.isValid("")).isFalse();
    assertThat(LogId.isValid("a".repeat(257))).isFalse();
  }

  @Test
  void emptiedLogReplacesTheOneBeforeAndIsReplacedByNone() {
    String fresh = LogId.afterEmptying(LOG, "r1");

    assertThat(LogId.replaces(fresh, LOG)).isTrue();
    assertThat(LogId.replaces(LOG, fresh)).isFalse();
    assertThat(LogId.replaces(LOG, LOG)).isFalse();
    assertThat(LogId.replaces(fresh, fresh)).isFalse();
  }

  @Test
  void logThatWasEmptiedAnyNumberOfTimesReplacesEveryOneBeforeInIdsOfBoundedLength() {
    String fifth = null;
    String now = LOG;
    for (int i = 1; i <= 2_000; i++) {
      now = LogId.afterEmptying(now, "random-" + i);
      fifth = i == 5 ? now : fifth;
    }

    assertThat(LogId.replaces(now, LOG)).isTrue();
    assertThat(LogId.replaces(now, fifth)).isTrue();
    assertThat(LogId.replaces(fifth, now)).isFalse();
    assertThat(now).hasSizeLessThan(LOG.length() + 30).startsWith(LOG);
  }

  @Test
  void twoLogsThatCameFromOneBesideEachOtherReplaceEachOtherNot() {
    String one = LogId.afterEmptying(LOG, "r1");
    String other = LogId.afterEmptying(LOG, "r2");

    assertThat(one).isNotEqualTo(other);
    assertThat(LogId.replaces(one, other)).isFalse();
    assertThat(LogId.replaces(other, one)).isFalse();
    assertThat(LogId.sameLineage(one, other)).isTrue();
  }

  @Test
  void logsThatBeganApartHaveNothingInCommon() {
    String fresh = LogId.afterEmptying("another", "r1");

    assertThat(LogId.sameLineage(LOG, "another")).isFalse();
    assertThat(LogId.sameLineage(LOG, fresh)).isFalse();
    assertThat(LogId.replaces(fresh, LOG)).isFalse();
  }

  @Test
  void idThatOnlyLooksALittleLikeAnEmptiedOneIsALogAsItBegan() {
    for (String id :
        new String[] {"", "~", "a~b", "a~1", "a~x~r", "a~-1~r", "a~" + "9".repeat(19) + "~r"}) {
      assertThat(LogId.replaces(id, "a")).as(id).isFalse();
      assertThat(LogId.replaces(LogId.afterEmptying(id, "r"), id)).as(id).isTrue();
    }
  }
}
