package io.replog.master.report;

import io.replog.master.cluster.ClusterEvents;
import io.replog.master.membership.NodeStatus;
import io.replog.master.membership.Secondary;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Puts what happens to the cluster into the log. */
@Component
public class ReportedCluster implements ClusterEvents {

  private static final Logger log = LoggerFactory.getLogger("io.replog.master.Cluster");

  @Override
  public void joined(Secondary secondary) {
    log.info("{} counts as a secondary, at {}", secondary.id(), secondary.url());
  }

  @Override
  public void left(Secondary secondary, String why) {
    log.warn("{} at {} counts no more: {}", secondary.id(), secondary.url(), why);
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
