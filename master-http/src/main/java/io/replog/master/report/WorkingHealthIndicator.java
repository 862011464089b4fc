package io.replog.master.report;

import io.replog.core.MasterRole;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** DOWN once the master has failed so that only a restart helps. Part of liveness. */
@Component
class WorkingHealthIndicator implements HealthIndicator {

  private final MasterRole master;

  WorkingHealthIndicator(MasterRole master) {
    this.master = master;
  }

  @Override
  public Health health() {
    return master.mode().isBroken()
        ? Health.down().withDetail("reason", "restart this node").build()
        : Health.up().build();
  }
}
