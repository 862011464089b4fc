package io.replog.http.node;

import io.replog.http.startup.NodeLimits;
import io.replog.http.startup.StorageSettings;
import java.nio.file.Path;

/** The settings that every node has, whatever its role. */
public interface NodeProperties {

  String id();

  Path dataDir();

  /** The cluster's secret, empty for none. */
  String clusterToken();

  NodeLimits limits();

  StorageSettings storage();
}
