package io.replog.secondary.config;

import io.replog.http.node.NodeProperties;
import io.replog.secondary.config.SecondaryProperties.DeliveryBounds;
import io.replog.secondary.config.SecondaryProperties.FaultSettings;
import io.replog.secondary.config.SecondaryProperties.GapBufferBounds;
import io.replog.secondary.config.SecondaryProperties.SetAsideBounds;
import io.replog.secondary.faults.Faults;
import java.math.BigDecimal;
import java.time.Duration;

/** The settings of every node that may follow a master. */
public interface FollowingProperties extends NodeProperties {

  GapBufferBounds gapBuffer();

  DeliveryBounds delivery();

  FaultSettings faults();

  /** Seconds slept before a delivery is stored. */
  BigDecimal replicationDelay();

  /** The faults at the start; the delay comes from either setting. */
  default Faults initialFaults() {
    FaultSettings given = faults();
    Duration delay =
        given.delay().isZero()
            ? Duration.ofNanos(replicationDelay().movePointRight(9).longValue())
            : given.delay();
    return new Faults(
        delay, given.jitter(), given.errorBefore(), given.errorAfter(), given.offline());
  }

  SetAsideBounds setAside();
}
