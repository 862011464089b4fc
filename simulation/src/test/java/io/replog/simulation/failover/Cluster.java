package io.replog.simulation.failover;

import io.replog.simulation.network.Network.Server;
import io.replog.simulation.nodes.Disk;
import io.replog.simulation.nodes.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/** All nodes of a schedule. */
final class Cluster {

  private final List<VoterNode> nodes = new ArrayList<>();
  private Surroundings world;
  private Copies copies;

  /** Before anything else the first node founds the cluster, with all as voters. */
  void begin(int count, Surroundings world, Copies copies) {
    this.world = world;
    this.copies = copies;
    for (int i = 0; i < count; i++) {
      nodes.add(new VoterNode(VoterNode.name(i), count, world, copies));
    }
    nodes.forEach(VoterNode::start);
  }

  List<VoterNode> nodes() {
    return nodes;
  }

  VoterNode any(RandomGenerator random) {
    return nodes.get(random.nextInt(nodes.size()));
  }

  Optional<Server> server(String name) {
    return nodes.stream()
        .filter(node -> node.name().equals(name))
        .findFirst()
        .flatMap(VoterNode::server);
  }

  VoterNode of(Disk disk) {
    return nodes.stream().filter(node -> node.disk() == disk).findFirst().orElseThrow();
  }

  List<RunningVoter> running() {
    return nodes.stream().flatMap(node -> node.running().stream()).toList();
  }

  /** Those that were elected, and do not take messages yet. */
  List<VoterNode> takingOver() {
    return nodes.stream()
        .filter(node -> node.running().filter(RunningVoter::isTakingOver).isPresent())
        .toList();
  }

  /** Those that still vote. */
  List<VoterNode> voting() {
    return nodes.stream().filter(VoterNode::votes).toList();
  }

  /** Those that still vote and know who votes: only they can be elected. */
  List<VoterNode> electable() {
    return voting().stream()
        .filter(node -> copies.facts(node.disk()).voters().isPresent())
        .toList();
  }

  /** Nothing gets from one of them to the other, or back, or both, until the network is healed. */
  void cut(VoterNode one, VoterNode other, int ways) {
    world.trace().add("cut %s and %s, ways %d".formatted(one, other, ways));
    if ((ways & 1) > 0) {
      world.network().cut(one.name(), other.name());
    }
    if ((ways & 2) > 0) {
      world.network().cut(other.name(), one.name());
    }
  }

  /** Cuts {@code alone} off from most others. */
  void cutOff(VoterNode alone, RandomGenerator random) {
    int ways = 1 + random.nextInt(3);
    nodes.stream()
        .filter(other -> other != alone && random.nextInt(8) > 0)
        .forEach(other -> cut(alone, other, ways));
  }

  /** How many reigns have ended while their processes went on. */
  int ended() {
    return nodes.stream().mapToInt(VoterNode::ended).sum();
  }

  /** Whether a majority still votes, and one of it can be elected, without {@code node}. */
  boolean canLose(VoterNode node) {
    return node.votes()
        && voting().size() - 1 >= nodes.size() / 2 + 1
        && electable().stream().anyMatch(other -> other != node);
  }
}
