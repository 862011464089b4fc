package io.replog.secondary.report;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.replog.core.report.ReplicaMetrics;
import io.replog.model.Problem;
import java.util.concurrent.TimeUnit;
import org.springframework.stereotype.Component;

/** What a secondary measures, as meters. */
@Component
public class ReplicaMeters implements ReplicaMetrics {

  private final Counter stored;
  private final Counter repeated;
  private final Timer applied;
  private final MeterRegistry meters;

  ReplicaMeters(MeterRegistry meters) {
    this.meters = meters;
    this.stored = meters.counter("replog.replica.appended");
    this.repeated = meters.counter("replog.replica.repeated");
    this.applied = meters.timer("replog.replica.apply");
  }

  @Override
  public void stored(int messages, long appended, long nanos) {
    stored.increment(appended);
    repeated.increment(Math.max(0, messages - appended));
    applied.record(nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void refused(Problem problem) {
    meters.counter("replog.replica.refused", "type", problem.type().label()).increment();
  }
}
