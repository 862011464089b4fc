package io.replog.master.membership;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import java.io.IOException;

/** Asks a node how it is. May block until its timeout. */
@FunctionalInterface
public interface HealthProbe {

  /** What the node says of itself; fails if there is no usable answer. */
  Report ask() throws IOException;

  /**
   * A node's health, as far as the master is interested.
   *
   * @param run names the process among all the starts of the node; null if it does not say
   * @param logId null if it holds no log
   */
  @JsonIgnoreProperties(ignoreUnknown = true)
  record Report(
      String status, String role, String id, String run, String logId, long epoch, long messages) {

    boolean isUp() {
      return "UP".equals(status);
    }
  }
}
