package io.replog.core.recovery;

import io.replog.core.recovery.TakeOver.CannotTakeOver;
import io.replog.core.recovery.TakeOver.Superseded;
import io.replog.core.transport.SecondaryClient;
import java.net.URI;
import java.util.Map;

/** What a node does before it takes messages as a master; may be run again after a failure. */
public interface Opening {

  /** Whom to ask, by their names. */
  Map<String, URI> others();

  /**
   * Takes a new epoch and completes the log.
   *
   * @param clients of those of {@link #others}, by their names
   * @throws CannotTakeOver if it cannot be done now
   * @throws Superseded if another master has taken over for good
   */
  void run(Map<String, SecondaryClient> clients) throws CannotTakeOver, Superseded;
}
