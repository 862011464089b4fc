package io.replog.master.config;

import io.replog.http.settings.ConfigurationReference;

/** Of a master. */
class ConfigurationReferenceTest extends ConfigurationReference {

  ConfigurationReferenceTest() {
    super(MasterProperties.class, "M");
  }
}
