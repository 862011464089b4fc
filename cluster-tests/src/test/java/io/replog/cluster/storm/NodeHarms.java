package io.replog.cluster.storm;

import io.replog.cluster.client.Secondary;
import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.random.RandomGenerator;

/** What can be done to a whole node. */
final class NodeHarms {

  private final Cluster cluster;
  private final Disks disks;
  private final Duration rest;

  /**
   * @param rest the longest time that a node is left in peace
   */
  NodeHarms(Cluster cluster, Disks disks, Duration rest) {
    this.cluster = cluster;
    this.disks = disks;
    this.rest = rest;
  }

  /** The master keeps its disk: with it gone, what w=1 acknowledged would rightly be gone too. */
  Lane lane(Node node) {
    Runnable start = () -> cluster.start(node);
    List<Lane.Source> harms = new ArrayList<>();
    harms.add(toDo("kill -9", () -> cluster.kill(node), start));
    harms.add(toDo("pause", () -> cluster.pause(node), () -> cluster.resume(node)));
    harms.add(toDo("stop", () -> cluster.stop(node), start));
    if (!node.isMaster()) {
      harms.add(toDo("wipe", () -> wipe(node), start));
    }
    return new Lane(node.id(), rest, harms);
  }

  private void wipe(Node node) {
    cluster.kill(node);
    disks.wiped(node);
    cluster.wipe(node);
  }

  /** A node off the network. */
  Lane network(Node node) {
    Lane.Source cut = toDo("cut", () -> cluster.cut(node), () -> cluster.heal(node));
    return new Lane("network of " + node, rest, List.of(cut));
  }

  private static Lane.Source toDo(String kind, Runnable harm, Runnable remedy) {
    return random -> new Deed(kind, "", harm, remedy);
  }

  /** A secondary that misbehaves on request. Where it is down, it does so by itself. */
  Lane behaviour(Node node) {
    return new Lane("behaviour of " + node, rest, List.of(random -> misbehaviour(node, random)));
  }

  private Harm misbehaviour(Node node, RandomGenerator random) {
    Map<String, Object> faults =
        Map.of(
            "delay",
            random.nextInt(300) + "ms",
            "jitter",
            random.nextInt(100) + "ms",
            "error_before",
            random.nextInt(50) / 100.0,
            "error_after",
            random.nextInt(50) / 100.0,
            "offline",
            random.nextInt(8) == 0);
    Secondary secondary = Secondary.at(cluster.client(node));
    return new Deed(
        "faults",
        faults.toString(),
        () -> ifThere(() -> secondary.faults(faults)),
        () -> ifThere(secondary::behave));
  }

  private static void ifThere(Runnable request) {
    try {
      request.run();
    } catch (RuntimeException e) {
      // The node is down or paused just now. Started anew it behaves.
    }
  }
}
