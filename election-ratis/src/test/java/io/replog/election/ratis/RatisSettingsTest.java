package io.replog.election.ratis;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.replog.election.ratis.RatisSettings.Bounds;
import io.replog.election.ratis.RatisSettings.Timing;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class RatisSettingsTest {

  @Test
  void settingsThatTheEngineCouldNotLiveWithAreRefused() {
    refused(() -> Timing.elections(Duration.ofMillis(99), Duration.ofSeconds(1)));
    refused(() -> Timing.elections(Duration.ofSeconds(1), Duration.ofSeconds(1)));
    refused(() -> Timing.elections(Duration.ofSeconds(60), Duration.ofSeconds(61)));
    refused(() -> new Bounds(64 * 1024, 64 * 1024, 64));
    refused(() -> new Bounds(256 * 1024, 1024, 64));
    refused(() -> new Bounds(256 * 1024, 64 * 1024, 0));
  }

  private static void refused(Runnable settings) {
    assertThatThrownBy(settings::run).isInstanceOf(IllegalArgumentException.class);
  }
}
