package io.replog.node.master;

import io.replog.node.master.CurrentMaster.Master;
import java.util.Optional;

/** Where requests go that only the master can answer. Safe for any thread. */
public interface Route {

  /** The master, once it announced itself here. */
  Optional<Master> known();

  /** Where such a request may be sent now. */
  Optional<Master> toAsk();
}
