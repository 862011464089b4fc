package io.replog.core.membership;

import static io.replog.core.membership.NodeStatus.HEALTHY;
import static io.replog.core.membership.NodeStatus.SUSPECTED;
import static io.replog.core.membership.NodeStatus.UNHEALTHY;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.core.membership.FailureDetector.Patience;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FailureDetectorTest {

  private final FailureDetector detector = new FailureDetector(new Patience(15, 40));

  @ParameterizedTest
  @ValueSource(longs = {Long.MIN_VALUE, -1, 0, 1, Long.MAX_VALUE})
  void nodeThatWasNeverSeenIsUnhealthy(long now) {
    assertThat(detector.status(now)).isEqualTo(UNHEALTHY);
  }

  @ParameterizedTest
  @CsvSource({
    "0, HEALTHY",
    "14, HEALTHY",
    "15, SUSPECTED",
    "39, SUSPECTED",
    "40, UNHEALTHY",
    "999, UNHEALTHY"
  })
  void statusFollowsFromTheLengthOfTheSilence(long silence, NodeStatus status) {
    // The clock of System.nanoTime may begin anywhere, and pass its greatest value.
    for (long seen : new long[] {-20, 0, 1_000_000, Long.MAX_VALUE - 5}) {
      detector.signal(seen);
      assertThat(detector.status(seen + silence)).isEqualTo(status);
    }
  }

  @Test
  void signOfLifeMakesANodeHealthyFromAnyStatus() {
    detector.signal(0);
    assertThat(detector.status(20)).isEqualTo(SUSPECTED);
    detector.signal(20);
    assertThat(detector.status(20)).isEqualTo(HEALTHY);
    assertThat(detector.status(100)).isEqualTo(UNHEALTHY);
    detector.signal(100);
    assertThat(detector.status(114)).isEqualTo(HEALTHY);
  }
}
