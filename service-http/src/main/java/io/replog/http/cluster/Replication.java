package io.replog.http.cluster;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.replog.core.view.SecondaryView;

/**
 * How the master's deliveries to one node go.
 *
 * @param lagSeconds for how long the node has lacked what it lacks; to a tenth, from ten seconds on
 *     in whole ones
 * @param counts whether {@code w}, {@code all} and the quorum count the node
 * @param connected whether messages are delivered now
 * @param inFlight deliveries under way
 * @param breaker state of the circuit breaker
 * @param retry the pause before the next attempt; absent where there is none
 * @param trouble why the node gets nothing until a person resolves it; absent if it is not so
 * @param lastFailure in words; absent while it is connected
 */
public record Replication(
    double lagSeconds,
    boolean counts,
    boolean connected,
    int inFlight,
    String breaker,
    @JsonInclude(JsonInclude.Include.NON_NULL) Retry retry,
    @JsonInclude(JsonInclude.Include.NON_NULL) String trouble,
    @JsonInclude(JsonInclude.Include.NON_NULL) String lastFailure) {

  private static final int IN_WHOLE_SECONDS = 10;

  /** {@code attempts} have failed; the next one begins {@code pauseMs} after the last. */
  public record Retry(int attempts, long pauseMs) {}

  static Replication of(SecondaryView view) {
    var pause = view.pause();
    return new Replication(
        rounded(view.lagSeconds()),
        view.counts(),
        view.connected(),
        view.inFlight(),
        view.breaker(),
        pause == null ? null : new Retry(pause.attempts(), pause.millis()),
        view.trouble(),
        view.lastFailure());
  }

  /** So coarse that a node which lags for long does not change all the time. */
  private static double rounded(double seconds) {
    return seconds < IN_WHOLE_SECONDS ? Math.round(seconds * 10) / 10.0 : Math.floor(seconds);
  }
}
