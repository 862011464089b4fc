package io.replog.master.report;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.replog.core.membership.Secondary;
import io.replog.core.report.MasterMetrics;
import io.replog.core.view.SecondaryView;
import io.replog.master.role.Mastering;
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
 * secondary}, and exist while it is a member.
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

  /** Of every member, by its id, and of nobody else: a report may come after its secondary left. */
  private final Map<String, Deliveries> deliveries = new ConcurrentHashMap<>();

  private final Map<MultiGauge, ToDoubleFunction<SecondaryView>> gauges;
  private final ObjectProvider<Mastering> mastering;
  private List<SecondaryView> views;
  private long viewedAt;

  MasterMeters(MeterRegistry meters, ObjectProvider<Mastering> mastering) {
    this.meters = meters;
    this.mastering = mastering;
    this.appended = meters.counter("replog.append.messages");
    this.commits = meters.timer("replog.append.commit");
    this.groups = meters.summary("replog.append.group");
    this.gauges =
        Map.of(
            gauge("replog.secondary.acked"), SecondaryView::acknowledged,
            gauge("replog.secondary.lag"), SecondaryView::lag,
            gauge("replog.secondary.lag.seconds"), SecondaryView::lagSeconds,
            gauge("replog.secondary.healthy"), view -> flag(view.status().equals("HEALTHY")),
            gauge("replog.secondary.diverged"), view -> flag(view.status().equals("DIVERGED")),
            gauge("replog.secondary.rejecting"), view -> flag(view.status().equals("REJECTING")),
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
    Deliveries of = deliveries.get(secondary);
    if (of != null) {
      of.answered().record(nanos, TimeUnit.NANOSECONDS);
      of.messages().increment(messages);
    }
  }

  @Override
  public void failed(String secondary) {
    Deliveries of = deliveries.get(secondary);
    if (of != null) {
      of.failed().increment();
    }
  }

  @Override
  public synchronized void members(List<Secondary> members) {
    Set<String> ids = Set.copyOf(members.stream().map(Secondary::id).toList());
    if (ids.equals(deliveries.keySet())) {
      return;
    }
    deliveries.entrySet().removeIf(each -> isGone(each, ids));
    ids.forEach(id -> deliveries.computeIfAbsent(id, each -> Deliveries.of(meters, each)));
    gauges.forEach((gauge, value) -> gauge.register(rows(value), true));
  }

  private boolean isGone(Map.Entry<String, Deliveries> each, Set<String> ids) {
    boolean gone = !ids.contains(each.getKey());
    if (gone) {
      each.getValue().all().forEach(meters::remove);
    }
    return gone;
  }

  private Iterable<Row<?>> rows(ToDoubleFunction<SecondaryView> value) {
    return deliveries.keySet().stream()
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
      views = mastering.getObject().now().map(role -> role.view().secondaries()).orElse(List.of());
      viewedAt = now;
    }
    return views;
  }

  @Override
  public void tookOver(String logId, long epoch, long messages) {}
}
