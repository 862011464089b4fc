package io.replog.node.report;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.replog.core.ElectedNode;
import io.replog.core.MasterRole;
import io.replog.election.Elections;
import io.replog.node.master.CurrentMaster;
import io.replog.secondary.aside.SetAsideFiles;
import java.util.function.ToDoubleFunction;
import org.springframework.stereotype.Component;

/** The node's state as gauges. Those of a master are 0 while it is none. */
@Component
class NodeGauges implements MeterBinder {

  private final ElectedNode node;
  private final ElectedNode.Data data;
  private final Elections elections;
  private final CurrentMaster master;
  private final SetAsideFiles aside;

  NodeGauges(
      ElectedNode node,
      ElectedNode.Data data,
      Elections elections,
      CurrentMaster master,
      SetAsideFiles aside) {
    this.node = node;
    this.data = data;
    this.elections = elections;
    this.master = master;
    this.aside = aside;
  }

  @Override
  public void bindTo(MeterRegistry meters) {
    gauge("replog.log.messages", data, each -> each.log().length(), meters);
    gauge("replog.log.majority", data, each -> each.majority().length(), meters);
    gauge("replog.log.epoch", data, each -> each.log().facts().epoch(), meters);
    gauge("replog.replica.buffered", node, ElectedNode::buffered, meters);
    gauge("replog.election.term", elections, Elections::term, meters);
    gauge("replog.election.reigning", master, each -> each.here().isPresent() ? 1 : 0, meters);
    gauge("replog.set.aside.messages", aside, SetAsideFiles::messages, meters);
    gauge("replog.write.waiting", node, each -> waiting(each), meters);
  }

  private static double waiting(ElectedNode node) {
    return node.reigning().map(MasterRole::waiting).orElse(0);
  }

  private static <T> void gauge(
      String name, T of, ToDoubleFunction<T> value, MeterRegistry meters) {
    Gauge.builder(name, of, value).register(meters);
  }
}
