package io.replog.master.report;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.replog.core.MasterRole;
import io.replog.core.view.ClusterView;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;

/** The master's state as gauges, read from its view of the cluster. */
@Component
class MasterGauges implements MeterBinder {

  private final MasterRole master;

  MasterGauges(MasterRole master) {
    this.master = master;
  }

  @Override
  public void bindTo(MeterRegistry meters) {
    gauge("replog.log.messages", ClusterView::messages, meters);
    gauge("replog.log.epoch", ClusterView::epoch, meters);
    gauge("replog.write.waiting", ClusterView::waiting, meters);
    gauge("replog.nodes", ClusterView::nodes, meters);
    gauge("replog.nodes.healthy", ClusterView::healthy, meters);
    gauge("replog.write.open", view -> view.mode().equals("read-write") ? 1 : 0, meters);
  }

  private void gauge(String name, ToDoubleFunction<ClusterView> value, MeterRegistry meters) {
    Gauge.builder(name, master, role -> value.applyAsDouble(role.view())).register(meters);
  }
}
