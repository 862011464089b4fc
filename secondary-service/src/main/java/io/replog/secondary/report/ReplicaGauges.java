package io.replog.secondary.report;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.replog.log.DurableLog;
import io.replog.secondary.replica.Replica;
import org.springframework.stereotype.Component;

/** The secondary's state as gauges. */
@Component
class ReplicaGauges implements MeterBinder {

  private final DurableLog log;
  private final Replica replica;

  ReplicaGauges(DurableLog log, Replica replica) {
    this.log = log;
    this.replica = replica;
  }

  @Override
  public void bindTo(MeterRegistry meters) {
    Gauge.builder("replog.log.messages", log, DurableLog::length).register(meters);
    Gauge.builder("replog.log.epoch", log, l -> l.identity().epoch()).register(meters);
    Gauge.builder("replog.replica.buffered", replica, Replica::buffered).register(meters);
  }
}
