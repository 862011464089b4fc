package io.replog.master.report;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.replog.log.DurableLog;
import io.replog.master.append.PendingWrites;
import io.replog.master.membership.Membership;
import io.replog.master.mode.Mode;
import org.springframework.stereotype.Component;

/** The master's state as gauges. */
@Component
class MasterGauges implements MeterBinder {

  private final DurableLog log;
  private final PendingWrites pending;
  private final Membership membership;
  private final Mode mode;

  MasterGauges(DurableLog log, PendingWrites pending, Membership membership, Mode mode) {
    this.log = log;
    this.pending = pending;
    this.membership = membership;
    this.mode = mode;
  }

  @Override
  public void bindTo(MeterRegistry meters) {
    Gauge.builder("replog.log.messages", log, DurableLog::length).register(meters);
    Gauge.builder("replog.log.epoch", log, l -> l.identity().epoch()).register(meters);
    Gauge.builder("replog.write.waiting", pending, PendingWrites::count).register(meters);
    Gauge.builder("replog.nodes", membership, Membership::nodes).register(meters);
    Gauge.builder("replog.nodes.healthy", membership, Membership::healthy).register(meters);
    Gauge.builder("replog.write.open", mode, m -> m.closed().isEmpty() ? 1 : 0).register(meters);
  }
}
