package io.replog.master.append;

import io.replog.model.Problem;
import java.util.Optional;

/** Says whether the log takes messages now. Safe for any thread; does not block. */
@FunctionalInterface
public interface WriteGate {

  /** Why nothing may be appended, or nothing if it may. */
  Optional<Problem> closed();
}
