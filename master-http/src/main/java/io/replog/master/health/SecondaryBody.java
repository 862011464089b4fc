package io.replog.master.health;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.replog.core.view.SecondaryView;
import java.time.Instant;

/**
 * A secondary as the master's answers show it; see {@link SecondaryView}.
 *
 * @param counts absent if it does
 * @param reached absent if it was
 * @param divergence why it is DIVERGED; absent if it is not
 * @param rejection why it is REJECTING; absent if it is not
 * @param lastFailure absent while it is connected
 */
public record SecondaryBody(
    String id,
    String url,
    String status,
    long acked,
    long lag,
    double lagSeconds,
    Instant lastSeen,
    @JsonInclude(JsonInclude.Include.NON_NULL) Boolean counts,
    @JsonInclude(JsonInclude.Include.NON_NULL) Boolean reached,
    @JsonInclude(JsonInclude.Include.NON_NULL) String divergence,
    @JsonInclude(JsonInclude.Include.NON_NULL) String rejection,
    @JsonInclude(JsonInclude.Include.NON_NULL) String lastFailure) {

  /** {@code id}: how clients see it. */
  public static SecondaryBody of(SecondaryView view, String id) {
    return new SecondaryBody(
        id,
        view.url(),
        view.status(),
        view.acknowledged(),
        view.lag(),
        Math.round(view.lagSeconds() * 10) / 10.0,
        view.lastSeen(),
        view.counts() ? null : false,
        view.reached() ? null : false,
        view.status().equals("DIVERGED") ? view.trouble() : null,
        view.status().equals("REJECTING") ? view.trouble() : null,
        view.lastFailure());
  }
}
