package io.replog.secondary.report;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.replog.http.report.PacedLog;
import io.replog.model.Delivery;
import io.replog.model.LogEntry;
import io.replog.model.Problem;
import io.replog.secondary.replica.DeliveryOutcome.Stored;
import io.replog.secondary.replica.ReplicaEvents;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Puts what happens to deliveries into the log and into the metrics. */
@Component
public class ReportedReplica implements ReplicaEvents {

  private static final Logger log = LoggerFactory.getLogger("io.replog.secondary.Replica");
  private static final int LINES_PER_SECOND = 20;

  private final PacedLog paced = new PacedLog(log, LINES_PER_SECOND, System::nanoTime);
  private final Counter stored;
  private final Counter repeated;
  private final Timer applied;
  private final MeterRegistry meters;

  ReportedReplica(MeterRegistry meters) {
    this.meters = meters;
    this.stored = meters.counter("replog.replica.appended");
    this.repeated = meters.counter("replog.replica.repeated");
    this.applied = meters.timer("replog.replica.apply");
  }

  @Override
  public void stored(Delivery delivery, Stored outcome, long nanos) {
    int count = delivery.entries().size();
    stored.increment(outcome.appended());
    repeated.increment(Math.max(0, count - outcome.appended()));
    applied.record(nanos, TimeUnit.NANOSECONDS);
    if (count > 0) {
      paced.info(
          "stored {}: prefix {}, {} held beyond a gap, {} µs",
          range(delivery.entries()),
          outcome.messages(),
          outcome.buffered(),
          nanos / 1000);
    }
  }

  @Override
  public void refused(Delivery delivery, Problem problem) {
    meters.counter("replog.replica.refused", "type", problem.type().label()).increment();
    log.warn(
        "refused {} of epoch {}: {}",
        range(delivery.entries()),
        delivery.epoch(),
        problem.detail());
  }

  @Override
  public void emptied(String before, Delivery delivery) {
    log.warn("emptied: the log {} was replaced by {}", before, delivery.logId());
  }

  @Override
  public void newEpoch(long epoch) {
    log.info("heard of a master of epoch {}", epoch);
  }

  private static String range(List<LogEntry> entries) {
    return switch (entries.size()) {
      case 0 -> "nothing";
      case 1 -> "order " + entries.getFirst().order();
      default -> "orders %d to %d".formatted(entries.getFirst().order(), entries.getLast().order());
    };
  }
}
