package io.replog.secondary.api;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.replog.model.ReplicaStatus;
import io.replog.model.Voters;

/** {@link ReplicaStatus} as JSON; {@code voters} is a text, absent where there is no record. */
record StatusBody(
    @JsonUnwrapped @JsonIgnoreProperties("voters") ReplicaStatus status,
    @JsonInclude(JsonInclude.Include.NON_NULL) String voters) {

  static StatusBody of(ReplicaStatus status) {
    Voters voters = status.voters();
    return new StatusBody(status, voters == null ? null : voters.text());
  }
}
