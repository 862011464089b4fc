package io.replog.secondary.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.replog.secondary.faults.Faults;

/**
 * A secondary as its {@code GET /health} shows it.
 *
 * @param master where it registers, null if nowhere
 * @param retired whether the master retired this process
 * @param faults present while faults are set
 * @param reason present if it cannot do its work
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record SecondaryHealth(
    String status,
    String role,
    String id,
    String run,
    String logId,
    long messages,
    long buffered,
    long epoch,
    String master,
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) boolean retired,
    @JsonInclude(JsonInclude.Include.NON_NULL) FaultsBody faults,
    @JsonInclude(JsonInclude.Include.NON_NULL) String reason) {

  /** Faults as JSON: durations in milliseconds, with their unit. */
  record FaultsBody(
      String delay, String jitter, double errorBefore, double errorAfter, boolean offline) {

    static FaultsBody of(Faults faults) {
      return new FaultsBody(
          faults.delay().toMillis() + "ms",
          faults.jitter().toMillis() + "ms",
          faults.errorBefore(),
          faults.errorAfter(),
          faults.offline());
    }
  }
}
