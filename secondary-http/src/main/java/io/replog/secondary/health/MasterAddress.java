package io.replog.secondary.health;

import io.replog.core.SecondaryRole;
import io.replog.model.Voter;
import io.replog.secondary.config.SecondaryProperties;
import java.net.URI;
import java.util.Optional;

/** Where a secondary says that the master is. */
final class MasterAddress {

  private MasterAddress() {}

  /** Of the elected master that it heard; otherwise where it registers, if anywhere. */
  static Optional<String> of(SecondaryRole secondary, SecondaryProperties properties) {
    return secondary.electedMaster().map(Voter::url).or(properties::master).map(URI::toString);
  }
}
