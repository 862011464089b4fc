package io.replog.core.fakes;

import io.replog.core.membership.Membership;
import io.replog.core.membership.Secondary;

/** Begins nothing for a secondary that joins. */
public final class Alone implements Membership.Listener {
  @Override
  public void joined(Secondary secondary) {}

  @Override
  public void left(Secondary secondary) {}
}
