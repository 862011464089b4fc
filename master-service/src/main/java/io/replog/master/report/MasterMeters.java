package io.replog.master.report;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.replog.core.MasterRole;
import io.replog.core.membership.Secondary;
import io.replog.core.report.MasterMetrics;
import io.replog.core.view.SecondaryView;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * What a master measures, as meters. Those of a secondary carry its id as the label {@code
 * secondary}; this class removes them when it leaves.
 */
@Component
public class MasterMeters implements MasterMetrics {

  private static final String LABEL = "secondary";
  private static final long VIEW_NANOS = 100_000_000;

  /** The meters that count what happens with one secondary. */
  private record Deliveries(Timer answered, Counter messages, Counter failed) {
    static Deliveries of(MeterRegistry meters, String secondary) {
      return new Deliveries(
          meters.timer("replog.delivery", LABEL, secondary),
          meters.counter("replog.delivery.messages", LABEL, secondary),
          meters.counter("replog.delivery.failed", LABEL, secondary));
    }

    List<Meter> all() {
      return List.of(answered, messages, failed);
    }
  }

  private final MeterRegistry meters;
  private final Counter appended;
  private final Timer commits;
  private final DistributionSummary groups;
  private final Map<String, Deliveries> deliveries = new ConcurrentHashMap<>();
  private final Map<MultiGauge, ToDoubleFunction<SecondaryView>> gauges;
  private final ObjectProvider<MasterRole> master;
  private List<SecondaryView> views;
  private long viewedAt;
  private Set<Secondary> known = Set.of();
  private Set<String> knownIds = Set.of();

  MasterMeters(MeterRegistry meters, ObjectProvider<MasterRole> master) {
    this.meters = meters;
    this.master = master;
    this.appended = meters.counter("replog.append.messages");
    this.commits = meters.timer("replog.append.commit");
    this.groups = meters.summary("replog.append.group");
    this.gauges =
        Map.of(
            gauge("replog.secondary.acked"), SecondaryView::acknowledged,
            gauge("replog.secondary.lag"), SecondaryView::lag,
            gauge("replog.secondary.lag.seconds"), SecondaryView::lagSeconds,
            gauge("replog.secondary.healthy"), view -> flag(view.status().equals("HEALTHY")),
            gauge("replog.secondary.breaker.open"), view -> flag(view.breaker().equals("OPEN")));
  }

  private MultiGauge gauge(String name) {
    return MultiGauge.builder(name).register(meters);
  }

  private static double flag(boolean is) {
    return is ? 1 : 0;
  }

  @Override
  public void stored(int messages, int requests, long nanos) {
    appended.increment(messages);
    groups.record(requests);
    commits.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void delivered(String secondary, int messages, long nanos) {
    Deliveries of = of(secondary);
    of.answered().record(nanos, TimeUnit.NANOSECONDS);
    of.messages().increment(messages);
  }

  @Override
  public void failed(String secondary) {
    of(secondary).failed().increment();
  }

  private Deliveries of(String secondary) {
    return deliveries.computeIfAbsent(secondary, id -> Deliveries.of(meters, id));
  }

  @Override
  public synchronized void members(List<Secondary> members) {
    Set<Secondary> now = Set.copyOf(members);
    Set<String> ids = Set.copyOf(members.stream().map(Secondary::id).toList());
    if (now.equals(known) && ids.equals(knownIds)) {
      return;
    }
    known = now;
    knownIds = ids;
    gauges.forEach((gauge, value) -> gauge.register(rows(value), true));
    deliveries.entrySet().removeIf(each -> isGone(each.getKey(), each.getValue()));
  }

  private boolean isGone(String id, Deliveries of) {
    boolean gone = !knownIds.contains(id);
    if (gone) {
      of.all().forEach(meters::remove);
    }
    return gone;
  }

  private Iterable<Row<?>> rows(ToDoubleFunction<SecondaryView> value) {
    return knownIds.stream()
        .<Row<?>>map(id -> Row.of(Tags.of(LABEL, id), id, each -> value(each, value)))
        .toList();
  }

  private double value(String id, ToDoubleFunction<SecondaryView> value) {
    return views().stream()
        .filter(view -> view.id().equals(id))
        .mapToDouble(value)
        .findFirst()
        .orElse(Double.NaN);
  }

  /** The secondaries, cached for a moment: one scrape reads many values of each. */
  private synchronized List<SecondaryView> views() {
    long now = System.nanoTime();
    if (views == null || now - viewedAt > VIEW_NANOS) {
      views = master.getObject().view().secondaries();
      viewedAt = now;
    }
    return views;
  }

  @Override
  public void tookOver(String logId, long epoch, long messages) {}
}
