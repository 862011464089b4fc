package io.replog.secondary.report;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.replog.core.SecondaryRole;
import org.springframework.stereotype.Component;

/** The secondary's state as gauges, read from its view. */
@Component
class ReplicaGauges implements MeterBinder {

  private final SecondaryRole secondary;

  ReplicaGauges(SecondaryRole secondary) {
    this.secondary = secondary;
  }

  @Override
  public void bindTo(MeterRegistry meters) {
    Gauge.builder("replog.log.messages", secondary, s -> s.view().messages()).register(meters);
    Gauge.builder("replog.log.epoch", secondary, s -> s.view().epoch()).register(meters);
    Gauge.builder("replog.replica.buffered", secondary, s -> s.view().buffered()).register(meters);
  }
}
