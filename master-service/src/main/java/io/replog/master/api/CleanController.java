package io.replog.master.api;

import io.replog.http.security.ClusterOnly;
import io.replog.log.DurableLog;
import io.replog.master.append.Appender;
import io.replog.master.append.PendingWrites;
import io.replog.master.cluster.Cluster;
import io.replog.master.config.StoredReplacedLogs;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

/** Empties the log on every node, for experiments. Does not exist unless they are enabled. */
@RestController
@ConditionalOnProperty("replog.experiments.enabled")
class CleanController {

  private static final Logger logger = LoggerFactory.getLogger(CleanController.class);

  private final Appender appender;
  private final StoredReplacedLogs replaced;
  private final PendingWrites pending;
  private final Cluster cluster;
  private final DurableLog log;

  CleanController(
      Appender appender,
      StoredReplacedLogs replaced,
      PendingWrites pending,
      Cluster cluster,
      DurableLog log) {
    this.appender = appender;
    this.replaced = replaced;
    this.pending = pending;
    this.cluster = cluster;
    this.log = log;
  }

  record Emptied(String status, String logId) {}

  @ClusterOnly
  @PostMapping(path = "/clean", produces = MediaType.APPLICATION_JSON_VALUE)
  Emptied clean() throws InterruptedException {
    String fresh = UUID.randomUUID().toString();
    appender
        .exclusively(
            () -> {
              replaced.emptyLog(fresh);
              cluster.reconnect();
            })
        .join();
    logger.warn("the log was emptied on request; it goes on under the id {}", fresh);
    pending.abandonPresent();
    cluster.awaitTold();
    return new Emptied("ok", log.identity().logId().orElseThrow());
  }
}
