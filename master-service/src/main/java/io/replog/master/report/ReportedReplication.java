package io.replog.master.report;

import io.micrometer.core.instrument.MeterRegistry;
import io.replog.http.report.PacedLog;
import io.replog.master.replication.ReplicationEvents;
import io.replog.model.Delivery;
import io.replog.model.DeliveryAck;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Puts what happens between the master and its secondaries into the log and into the metrics. A
 * failure that repeats itself is said once.
 */
@Component
public class ReportedReplication implements ReplicationEvents {

  private static final Logger log = LoggerFactory.getLogger("io.replog.master.Replicator");

  private final PacedLog sent = new PacedLog(log, Orders.LINES_PER_SECOND, System::nanoTime);
  private final PacedLog acknowledged =
      new PacedLog(log, Orders.LINES_PER_SECOND, System::nanoTime);
  private final Map<String, String> lastFailure = new ConcurrentHashMap<>();
  private final MeterRegistry meters;

  ReportedReplication(MeterRegistry meters) {
    this.meters = meters;
  }

  @Override
  public void connected(String secondary, long prefix, long lag) {
    lastFailure.remove(secondary);
    log.info("{} is connected: it holds {} messages and lacks {}", secondary, prefix, lag);
  }

  @Override
  public void sent(String secondary, Delivery delivery) {
    if (!delivery.entries().isEmpty()) {
      sent.info("sent {} to {}", Orders.of(delivery.entries()), secondary);
    }
  }

  @Override
  public void acknowledged(String secondary, Delivery delivery, DeliveryAck ack, long nanos) {
    meters.timer("replog.delivery", "secondary", secondary).record(nanos, TimeUnit.NANOSECONDS);
    meters
        .counter("replog.delivery.messages", "secondary", secondary)
        .increment(delivery.entries().size());
    if (!delivery.entries().isEmpty()) {
      acknowledged.info(
          "{} acknowledged {} after {} µs: it holds {} messages",
          secondary,
          Orders.of(delivery.entries()),
          nanos / 1000,
          ack.messages());
    }
  }

  @Override
  public void failed(String secondary, String reason) {
    meters.counter("replog.delivery.failed", "secondary", secondary).increment();
    if (isNew(secondary, reason)) {
      log.warn("{} was not reached, trying on: {}", secondary, reason);
    }
  }

  @Override
  public void diverged(String secondary, String reason) {
    meters.counter("replog.delivery.diverged", "secondary", secondary).increment();
    if (isNew(secondary, reason)) {
      log.error(
          "{} has DIVERGED and gets nothing until a person resolves it: {}", secondary, reason);
    }
  }

  private boolean isNew(String secondary, String reason) {
    boolean isNew =
        !String.valueOf(reason).equals(lastFailure.put(secondary, String.valueOf(reason)));
    if (!isNew) {
      log.debug("{} again: {}", secondary, reason);
    }
    return isNew;
  }
}
