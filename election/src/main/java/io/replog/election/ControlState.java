package io.replog.election;

import java.util.Optional;

/**
 * The group's control state, as one node knows it. It may lag behind the group's.
 *
 * @param grant the latest that was committed; empty while no node was ever granted a log
 */
public record ControlState(Optional<Grant> grant) {

  /** Nothing was granted yet. */
  public static final ControlState EMPTY = new ControlState(Optional.empty());
}
