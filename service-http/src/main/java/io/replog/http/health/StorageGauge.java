package io.replog.http.health;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.replog.log.DurableLog;
import org.springframework.stereotype.Component;

/** 1 once the disk has refused a write, until the node is started anew; else 0. */
@Component
class StorageGauge implements MeterBinder {

  private final DurableLog log;

  StorageGauge(DurableLog log) {
    this.log = log;
  }

  @Override
  public void bindTo(MeterRegistry meters) {
    Gauge.builder("replog.storage.failed", log, each -> each.failure().isPresent() ? 1 : 0)
        .register(meters);
  }
}
