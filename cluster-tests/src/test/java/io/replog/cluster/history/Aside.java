package io.replog.cluster.history;

import io.replog.cluster.client.Entry;

/**
 * A message that a failover cut from a node's log.
 *
 * @param node on which it is set aside
 * @param entry with the order that it had
 */
public record Aside(String node, Entry entry) {}
