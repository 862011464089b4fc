package io.replog.secondary.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.replog.model.ReplicaStatus;
import io.replog.model.Voters;

/** {@link ReplicaStatus} as JSON; {@code voters} is a text, absent where there is no record. */
record StatusBody(
    String id,
    String run,
    String logId,
    long epoch,
    long tailEpoch,
    String tailClaim,
    long first,
    long messages,
    long buffered,
    String checksum,
    long at,
    @JsonInclude(JsonInclude.Include.NON_NULL) String voters) {

  static StatusBody of(ReplicaStatus status) {
    Voters voters = status.voters();
    return new StatusBody(
        status.id(),
        status.run(),
        status.logId(),
        status.epoch(),
        status.tailEpoch(),
        status.tailClaim(),
        status.first(),
        status.messages(),
        status.buffered(),
        status.checksum(),
        status.at(),
        voters == null ? null : voters.text());
  }
}
