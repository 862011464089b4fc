package io.replog.core.joining;

/** The master, as a secondary that joins sees it. */
public interface MasterClient {

  /** How the master answered a registration. */
  enum Answer {
    ACCEPTED,
    /** This process was retired and must not ask again. */
    RETIRED,
    /** Refused for a reason that asking again does not change by itself. */
    REFUSED
  }

  /**
   * Registers this node. May block for some seconds.
   *
   * @throws java.io.IOException if the master gave no usable answer
   */
  Answer register(Registration registration) throws java.io.IOException, InterruptedException;

  /**
   * Who asks to be a secondary.
   *
   * @param id its server id
   * @param url where the master reaches it
   * @param run random, new at each start of the process
   */
  record Registration(String id, String url, String run) {}
}
