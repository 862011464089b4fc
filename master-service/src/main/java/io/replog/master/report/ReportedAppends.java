package io.replog.master.report;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.replog.http.report.PacedLog;
import io.replog.master.append.AppendEvents;
import io.replog.model.LogEntry;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Puts what the appender does into the log and into the metrics. */
@Component
public class ReportedAppends implements AppendEvents {

  private static final Logger log = LoggerFactory.getLogger("io.replog.master.Appender");

  private final PacedLog paced = new PacedLog(log, Orders.LINES_PER_SECOND, System::nanoTime);
  private final Counter appended;
  private final Timer commits;
  private final DistributionSummary groups;

  ReportedAppends(MeterRegistry meters) {
    this.appended = meters.counter("replog.append.messages");
    this.commits = meters.timer("replog.append.commit");
    this.groups = meters.summary("replog.append.group");
  }

  @Override
  public void stored(List<LogEntry> entries, int requests, long nanos) {
    appended.increment(entries.size());
    groups.record(requests);
    commits.record(nanos, TimeUnit.NANOSECONDS);
    paced.info("stored {} for {} writers in {} µs", Orders.of(entries), requests, nanos / 1000);
  }

  @Override
  public void storageFailed(int requests, String reason) {
    log.error("{} writers were refused: {}", requests, reason);
  }
}
