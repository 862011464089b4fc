package io.replog.node.config;

import io.replog.http.settings.ConfigurationReference;

/** Of a node that may be elected. */
class ConfigurationReferenceTest extends ConfigurationReference {

  ConfigurationReferenceTest() {
    super(ClusterNodeProperties.class, "N", "replog.write.default-w");
  }
}
