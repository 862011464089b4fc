package io.replog.simulation.schedule;

/** Which kinds of masters a schedule has. */
enum Plan {
  /** One, that is started again with all that was on its disk. */
  ONE_MASTER,
  /** One at a time; its disk may be lost, or be set back to an older copy. */
  SUCCESSORS,
  /** A second one may be started while the first still runs, with an old disk or none. */
  TWO_MASTERS,
  /** The same, and a new host begins alone, with a log of its own, before it meets the others. */
  TWO_LOGS;

  boolean hasTwo() {
    return this == TWO_MASTERS || this == TWO_LOGS;
  }
}
