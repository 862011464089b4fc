package io.replog.core.progress;

/**
 * The bounds of sending to one secondary.
 *
 * @param usual requests in flight before messages gather, at least 1
 * @param most the most requests in flight
 * @param messages in one request
 * @param maxBytes of the entries in one request, unless a single one is larger
 * @param spacingNanos between requests beyond the usual ones, at least
 * @param gatherNanos how long messages gather, counted from the last request, while no writer waits
 *     for them to be acknowledged
 * @param yield how long to pause a catch-up while others write, as a multiple of what a request
 *     took
 */
public record Window(
    int usual,
    int most,
    int messages,
    long maxBytes,
    long spacingNanos,
    long gatherNanos,
    double yield) {}
