package io.replog.cluster.storm;

import io.replog.cluster.nodes.Node;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts for each node how often its disk was wiped. */
final class Disks {

  private final Map<Node, Integer> wiped = new ConcurrentHashMap<>();

  void wiped(Node node) {
    wiped.merge(node, 1, Integer::sum);
  }

  int number(Node node) {
    return wiped.getOrDefault(node, 0);
  }
}
