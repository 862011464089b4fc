package io.replog.http.startup;

import org.slf4j.LoggerFactory;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalysisReporter;

/** Logs the one line, and what to do if the analysis has it. The stack trace is logged at DEBUG. */
public final class OneLineFailureReporter implements FailureAnalysisReporter {

  @Override
  public void report(FailureAnalysis analysis) {
    var log = LoggerFactory.getLogger("io.replog");
    log.error("cannot start: {}", analysis.getDescription());
    if (analysis.getAction() != null) {
      log.error("what to do: {}", analysis.getAction());
    }
    log.debug("cause", analysis.getCause());
  }
}
