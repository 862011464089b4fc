package io.replog.master.api;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.replog.master.membership.Secondary;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A secondary as the master shows it.
 *
 * @param status HEALTHY, SUSPECTED, UNHEALTHY, or DIVERGED
 * @param acked length of its prefix, as far as the master knows
 * @param lag how many messages it lacks
 * @param lastSeen null if never
 * @param divergence why it is DIVERGED
 */
record SecondaryView(
    String id,
    String url,
    String status,
    long acked,
    long lag,
    Instant lastSeen,
    @JsonInclude(JsonInclude.Include.NON_NULL) String divergence) {

  static SecondaryView of(Secondary secondary, long length, long now) {
    String status = secondary.divergence().isPresent() ? "DIVERGED" : secondary.status(now).name();
    return new SecondaryView(
        secondary.id(),
        secondary.url().toString(),
        status,
        secondary.acked(),
        Math.max(0, length - secondary.acked()),
        secondary.lastSeen().map(time -> time.truncatedTo(ChronoUnit.MILLIS)).orElse(null),
        secondary.divergence().orElse(null));
  }
}
