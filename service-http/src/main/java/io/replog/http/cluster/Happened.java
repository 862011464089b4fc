package io.replog.http.cluster;

import java.time.Instant;

/**
 * Something that happened in the cluster, as this node saw it.
 *
 * @param kind for programs, such as {@code elected} or {@code lost}
 * @param node id of the node that it happened to; null where it is the cluster
 * @param words for people
 */
public record Happened(Instant time, String kind, String node, String words) {}
