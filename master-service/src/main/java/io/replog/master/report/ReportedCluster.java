package io.replog.master.report;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.replog.log.DurableLog;
import io.replog.master.cluster.ClusterEvents;
import io.replog.master.membership.NodeStatus;
import io.replog.master.membership.Secondary;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Puts what happens to the cluster into the log and into the metrics. */
@Component
public class ReportedCluster implements ClusterEvents {

  private static final Logger log = LoggerFactory.getLogger("io.replog.master.Cluster");

  private final MeterRegistry meters;
  private final DurableLog messages;
  private final Map<Secondary, List<Meter>> gauges = new ConcurrentHashMap<>();

  ReportedCluster(MeterRegistry meters, DurableLog messages) {
    this.meters = meters;
    this.messages = messages;
  }

  @Override
  public void joined(Secondary secondary) {
    log.info("{} counts as a secondary, at {}", secondary.id(), secondary.url());
    String url = secondary.url().toString();
    gauges.put(
        secondary,
        List.of(
            Gauge.builder("replog.secondary.acked", secondary, Secondary::acked)
                .tag("url", url)
                .register(meters),
            Gauge.builder("replog.secondary.lag", secondary, this::lag)
                .tag("url", url)
                .register(meters),
            Gauge.builder("replog.secondary.healthy", secondary, ReportedCluster::healthy)
                .tag("url", url)
                .register(meters)));
  }

  private double lag(Secondary secondary) {
    return Math.max(0, messages.length() - secondary.acked());
  }

  private static double healthy(Secondary secondary) {
    return secondary.status(System.nanoTime()) == NodeStatus.HEALTHY ? 1 : 0;
  }

  @Override
  public void left(Secondary secondary, String why) {
    log.warn("{} at {} counts no more: {}", secondary.id(), secondary.url(), why);
    gauges.getOrDefault(secondary, List.of()).forEach(meters::remove);
    gauges.remove(secondary);
  }

  @Override
  public void statusChanged(Secondary secondary, NodeStatus before, NodeStatus after) {
    if (after == NodeStatus.HEALTHY) {
      log.info("{} is {}, was {}", secondary.id(), after, before);
    } else {
      log.warn("{} is {}, was {}", secondary.id(), after, before);
    }
  }

  @Override
  public void fenced(long epoch) {
    log.error("FENCED: a master of epoch {} has taken over; this one accepts nothing more", epoch);
  }
}
