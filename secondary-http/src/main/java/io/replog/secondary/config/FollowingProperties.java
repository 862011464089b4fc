package io.replog.secondary.config;

import io.replog.http.node.NodeProperties;
import io.replog.secondary.aside.SetAsideFiles;
import io.replog.secondary.config.SecondaryProperties.DeliveryBounds;
import io.replog.secondary.config.SecondaryProperties.FaultSettings;
import io.replog.secondary.config.SecondaryProperties.GapBufferBounds;
import io.replog.secondary.config.SecondaryProperties.SetAsideBounds;

/** The settings of every node that may follow a master. */
public interface FollowingProperties extends NodeProperties {

  GapBufferBounds gapBuffer();

  DeliveryBounds delivery();

  FaultSettings faults();

  SetAsideBounds setAside();

  /** The folder of what elected masters cut from this node's log. */
  default SetAsideFiles openSetAside() {
    return new SetAsideFiles(dataDir().resolve("set-aside"), setAside().size().toBytes());
  }
}
