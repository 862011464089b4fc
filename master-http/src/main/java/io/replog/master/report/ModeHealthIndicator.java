package io.replog.master.report;

import io.replog.core.MasterRole;
import io.replog.core.mode.Mode;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** DOWN while the master cannot do its work, other nodes' health apart. Part of readiness. */
@Component
class ModeHealthIndicator implements HealthIndicator {

  private final Mode mode;

  ModeHealthIndicator(MasterRole master) {
    this.mode = master.mode();
  }

  @Override
  public Health health() {
    return mode.fault()
        .map(fault -> Health.down().withDetail("reason", fault))
        .orElseGet(Health::up)
        .withDetail("mode", mode.label())
        .build();
  }
}
