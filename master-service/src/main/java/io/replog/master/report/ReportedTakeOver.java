package io.replog.master.report;

import io.replog.master.mode.Mode;
import io.replog.master.recovery.TakeOverEvents;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Puts the start of the master into the log and into its mode. */
@Component
public class ReportedTakeOver implements TakeOverEvents {

  private static final Logger log = LoggerFactory.getLogger("io.replog.master.TakeOver");

  private final Mode mode;

  ReportedTakeOver(Mode mode) {
    this.mode = mode;
  }

  @Override
  public void unreachable(String secondary, String reason) {
    log.info("{} cannot be asked: {}", secondary, reason);
  }

  @Override
  public void adopted(String logId) {
    log.info("this node holds nothing: it takes up the log {} of its secondaries", logId);
  }

  @Override
  public void progress(String secondary, long length, long target) {
    mode.recovering("%d of %d messages from %s".formatted(length, target, secondary));
    log.info("recovered {} of {} messages from {}", length, target, secondary);
  }

  @Override
  public void recovered(String secondary, long messages) {
    log.info("recovered {} messages in all from {}", messages, secondary);
  }

  @Override
  public void diverged(String secondary, long order) {
    log.error("{} holds another log than this node somewhere before order {}", secondary, order);
  }

  @Override
  public void tookOver(String logId, long epoch, long messages) {
    log.info("master of the log {} in epoch {}, with {} messages", logId, epoch, messages);
  }
}
