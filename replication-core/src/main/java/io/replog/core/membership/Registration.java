package io.replog.core.membership;

import io.replog.model.Problem;

/** Result of a registration. */
public sealed interface Registration {

  /** It is a member; {@code isNew} if it was none before. It may not count yet. */
  record Member(Secondary secondary, boolean isNew) implements Registration {}

  /** This process was retired. */
  record Retired() implements Registration {}

  /** This master has ended, and registers nobody. */
  record Ended(Problem problem) implements Registration {}

  /** It cannot be a member, for the reason given. */
  record Conflict(String reason) implements Registration {}
}
