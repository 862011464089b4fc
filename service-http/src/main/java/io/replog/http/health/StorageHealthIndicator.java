package io.replog.http.health;

import io.replog.log.DurableLog;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** DOWN once the disk has refused a write. Part of readiness. */
@Component("storageHealthIndicator")
public class StorageHealthIndicator implements HealthIndicator {

  private final DurableLog log;

  StorageHealthIndicator(DurableLog log) {
    this.log = log;
  }

  @Override
  public Health health() {
    return log.failure()
        .map(failure -> Health.down().withDetail("reason", failure.getMessage()))
        .orElseGet(Health::up)
        .withDetail("messages", log.length())
        .build();
  }
}
