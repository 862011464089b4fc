package io.replog.core.joining;

/** The master, as a secondary that joins sees it. */
public interface MasterClient {

  /** How the master answered a registration. */
  sealed interface Answer {

    /**
     * The master knows this node.
     *
     * @param reached whether it has reached this node at the URL that was registered
     * @param counts whether writers wait for this node
     */
    record Registered(boolean reached, boolean counts) implements Answer {}

    /** The master retired this process, which must not register again. */
    record Retired() implements Answer {}

    /** The master refuses this node; registering again does not change that by itself. */
    record Refused(String why) implements Answer {}

    /** What answers at the master's URL is no Replog master. */
    record NoMaster(String what) implements Answer {}
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
