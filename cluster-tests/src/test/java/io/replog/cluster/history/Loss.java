package io.replog.cluster.history;

/**
 * What a node's disk held is gone, or out of reach: the disk was wiped, or the node was removed.
 *
 * @param at after it had gone, in nanoseconds of the clock of {@link Write}
 */
public record Loss(String node, long at) {}
