package io.replog.core.view;

import io.replog.core.transport.Attempts;
import io.replog.core.transport.NodeHealth;
import java.time.Instant;

/**
 * A secondary as the master sees it.
 *
 * @param status HEALTHY, SUSPECTED, UNHEALTHY, DIVERGED or REJECTING
 * @param acknowledged length of the prefix that it acknowledged
 * @param lag how many messages it lacks
 * @param lagSeconds for how long, about, it has lacked the first of them
 * @param lastSeen null if never
 * @param counts whether {@code w}, {@code all} and the quorum count it
 * @param reached whether the master has ever reached it at {@code url}
 * @param connected whether messages are replicated to it now
 * @param inFlight deliveries under way
 * @param breaker state of its circuit breaker
 * @param pause before the next attempt to reach it; null where there is none
 * @param trouble why it is DIVERGED or REJECTING, null if it is neither
 * @param lastFailure why it was last not reached, null once it is connected
 * @param told what it said of itself at the last heartbeat that it answered; null if at none
 */
public record SecondaryView(
    String id,
    String url,
    String status,
    long acknowledged,
    long lag,
    double lagSeconds,
    Instant lastSeen,
    boolean counts,
    boolean reached,
    boolean connected,
    int inFlight,
    String breaker,
    Attempts.Pause pause,
    String trouble,
    String lastFailure,
    NodeHealth told) {}
