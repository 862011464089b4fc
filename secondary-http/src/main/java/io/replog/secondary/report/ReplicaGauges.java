package io.replog.secondary.report;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.replog.core.SecondaryRole;
import io.replog.secondary.aside.SetAsideFiles;
import org.springframework.stereotype.Component;

/** The secondary's state as gauges, read from its view. */
@Component
class ReplicaGauges implements MeterBinder {

  private final SecondaryRole secondary;
  private final SetAsideFiles aside;

  ReplicaGauges(SecondaryRole secondary, SetAsideFiles aside) {
    this.secondary = secondary;
    this.aside = aside;
  }

  @Override
  public void bindTo(MeterRegistry meters) {
    Gauge.builder("replog.log.messages", secondary, s -> s.view().messages()).register(meters);
    Gauge.builder("replog.log.epoch", secondary, s -> s.view().epoch()).register(meters);
    Gauge.builder("replog.replica.buffered", secondary, s -> s.view().buffered()).register(meters);
    Gauge.builder("replog.set.aside.messages", aside, SetAsideFiles::messages).register(meters);
  }
}
