package io.replog.secondary.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.replog.log.DurableLog;
import io.replog.log.TestEntries;
import io.replog.log.storage.MemoryStorage;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.actuate.health.Status;

class SecondaryConfigurationTest {

  @Test
  void logThatOnlyARestartHelpsFailsLiveness() {
    MemoryStorage storage = new MemoryStorage();
    DurableLog log = new DurableLog(storage);
    HealthIndicator working = new SecondaryConfiguration().workingHealthIndicator(log, storage);
    assertThat(working.health().getStatus()).isEqualTo(Status.UP);

    assertThatThrownBy(
            () ->
                log.commit(
                    TestEntries.appending(List.of(TestEntries.chain(1).getFirst())),
                    () -> {
                      throw new IllegalStateException("unforeseen");
                    }))
        .hasMessage("unforeseen");

    assertThat(working.health().getStatus()).isEqualTo(Status.DOWN);
  }
}
