package io.replog.http.node;

import io.replog.http.settings.ExperimentSettings;
import io.replog.http.settings.NodeLimits;
import io.replog.http.settings.ReadSettings;
import io.replog.http.settings.StorageSettings;
import java.nio.file.Path;

/** The settings that every node has, whatever its role. */
public interface NodeProperties {

  String id();

  Path dataDir();

  /** The cluster's secret, empty for none. */
  String clusterToken();

  NodeLimits limits();

  ReadSettings read();

  ExperimentSettings experiments();

  StorageSettings storage();
}
