package io.replog.simulation.failover;

import io.replog.model.Voter;
import io.replog.model.Voters;
import io.replog.simulation.network.Network.Server;
import io.replog.simulation.nodes.Disk;
import io.replog.simulation.nodes.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** All nodes of a schedule. */
final class Cluster {

  private final List<VoterNode> nodes = new ArrayList<>();
  private final List<Voters> lostRecords = new ArrayList<>();
  private Surroundings world;
  private Copies copies;

  /** Before anything else the first node founds the cluster, of the first {@code voters} nodes. */
  void begin(int voters, int others, Surroundings world, Copies copies) {
    this.world = world;
    this.copies = copies;
    List<Voter> founders =
        IntStream.range(0, voters).mapToObj(i -> VoterNode.voter(VoterNode.name(i), 1)).toList();
    for (int i = 0; i < voters + others; i++) {
      nodes.add(new VoterNode(VoterNode.name(i), i == 0 ? founders : List.of(), world, copies));
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

  /** The record of the voters on its disk. */
  Optional<Voters> record(VoterNode node) {
    return copies.facts(node.disk()).voters();
  }

  /** Those that vote by their own record: only they can be elected. */
  List<VoterNode> electable() {
    return nodes.stream().filter(this::votes).toList();
  }

  private boolean votes(VoterNode node) {
    return record(node).flatMap(voters -> voters.find(node.id())).isPresent();
  }

  /** The newest record on any disk. */
  Voters newest() {
    return newest(nodes);
  }

  private Voters newest(List<VoterNode> of) {
    return of.stream()
        .flatMap(node -> record(node).stream())
        .reduce((one, other) -> other.isNewerThan(one) ? other : one)
        .orElseThrow();
  }

  /** The nodes of {@code voters} whose disks were not lost since. */
  List<VoterNode> living(List<Voter> voters) {
    Set<String> ids = ids(voters);
    return nodes.stream().filter(node -> ids.contains(node.id())).toList();
  }

  /** Masters in the middle of a change. */
  List<VoterNode> changing() {
    return nodes.stream()
        .filter(node -> node.running().filter(RunningVoter::isOpen).isPresent())
        .filter(node -> record(node).filter(Voters::isChanging).isPresent())
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

  /** Cuts {@code alone} off from all others. */
  void isolate(VoterNode alone) {
    nodes.stream().filter(other -> other != alone).forEach(other -> cut(alone, other, 3));
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

  /**
   * Whether a majority of all that anyone may ask for promises is there without {@code lost}. What
   * a lost disk has said of the voters may still be under way.
   */
  boolean canLose(VoterNode lost) {
    List<VoterNode> others = nodes.stream().filter(node -> node != lost).toList();
    Set<String> left = others.stream().map(VoterNode::id).collect(Collectors.toSet());
    Stream<Voters> known = others.stream().filter(this::votes).flatMap(n -> record(n).stream());
    Stream<Voters> said = Stream.concat(record(lost).stream(), lostRecords.stream());
    return others.stream().anyMatch(this::votes)
        && Records.isMajority(newest(others), left)
        && Stream.concat(known, said).allMatch(voters -> Records.isMajority(voters, left));
  }

  void loseDisk(VoterNode lost) {
    record(lost).ifPresent(lostRecords::add);
    lost.loseDisk();
  }

  /** Whether {@code voters} can do anything. */
  boolean canVote(List<Voter> voters) {
    return Records.isMajorityOf(voters, ids(nodes.stream().map(VoterNode::voter).toList()));
  }

  private static Set<String> ids(List<Voter> voters) {
    return voters.stream().map(Voter::id).collect(Collectors.toSet());
  }
}
