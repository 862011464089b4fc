package io.replog.secondary.config;

import io.replog.http.settings.ConfigurationReference;

/** Of a secondary. */
class ConfigurationReferenceTest extends ConfigurationReference {

  ConfigurationReferenceTest() {
    super(SecondaryProperties.class, "S");
  }
}
