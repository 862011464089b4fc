package io.replog.secondary.config;

import io.replog.http.node.NodeProperties;
import io.replog.secondary.config.SecondaryProperties.DeliveryBounds;
import io.replog.secondary.config.SecondaryProperties.FaultSettings;
import io.replog.secondary.config.SecondaryProperties.GapBufferBounds;

/** The settings of every node that may follow a master. */
public interface FollowingProperties extends NodeProperties {

  GapBufferBounds gapBuffer();

  DeliveryBounds delivery();

  FaultSettings faults();
}
