package io.replog.simulation.failover;

import io.replog.simulation.network.Network;
import java.util.List;
import java.util.function.IntConsumer;
import java.util.random.RandomGenerator;

/**
 * Several harms in an order that random ones seldom have: what a change of the voters relies on is
 * heard of by as few as possible when the next master is elected.
 */
final class Episodes {

  private final Cluster cluster;
  private final Network network;
  private final Elections elections;
  private final Changes changes;
  private final Writers writers;
  private final RandomGenerator random;
  private final IntConsumer takeTime;

  /** {@code takeTime}: takes so many steps in which nothing new happens. */
  Episodes(
      Cluster cluster,
      Network network,
      Elections elections,
      Changes changes,
      Writers writers,
      RandomGenerator random,
      IntConsumer takeTime) {
    this.cluster = cluster;
    this.network = network;
    this.elections = elections;
    this.changes = changes;
    this.writers = writers;
    this.random = random;
    this.takeTime = takeTime;
  }

  void play() {
    List<VoterNode> masters =
        cluster.nodes().stream()
            .filter(node -> node.running().filter(RunningVoter::isOpen).isPresent())
            .toList();
    if (masters.isEmpty()) {
      return;
    }
    VoterNode master = any(masters);
    List<VoterNode> others =
        cluster.electable().stream().filter(node -> node.isUp() && node != master).toList();
    if (others.isEmpty()) {
      return;
    }
    switch (random.nextInt(3)) {
      case 0 -> electOneThatMissedTheChange(master, any(others));
      case 1 -> changeTwice(master, any(others));
      default -> loseTheMasterEarly(master);
    }
  }

  private void electOneThatMissedTheChange(VoterNode master, VoterNode missing) {
    cluster.isolate(missing);
    for (int i = 0; i <= random.nextInt(2); i++) {
      change(master);
      takeTime.accept(100 + random.nextInt(300));
    }
    write(master);
    network.heal();
    cluster.cutOff(master, random);
    elect(missing);
  }

  /** Two masters make different sets of one, and the first comes back. */
  private void changeTwice(VoterNode first, VoterNode second) {
    cluster.cutOff(first, random);
    change(first);
    takeTime.accept(random.nextInt(100));
    elect(second);
    change(second);
    takeTime.accept(100 + random.nextInt(300));
    write(second);
    network.heal();
    cluster.cutOff(second, random);
    elect(first);
  }

  /** Some have stored the change, and not yet the messages. */
  private void loseTheMasterEarly(VoterNode master) {
    write(master);
    change(master);
    takeTime.accept(random.nextInt(200));
    if (random.nextBoolean()) {
      master.kill();
    } else {
      cluster.cutOff(master, random);
    }
    List<VoterNode> left =
        cluster.electable().stream().filter(node -> node.isUp() && node != master).toList();
    if (!left.isEmpty()) {
      elect(any(left));
    }
  }

  /** Sometimes by someone who does not wait for one change before he asks for the next. */
  private void change(VoterNode master) {
    int times = random.nextInt(3) == 0 ? 1 + random.nextInt(8) : 1;
    for (int i = 0; i < times; i++) {
      master.running().filter(RunningVoter::isOpen).ifPresent(changes::begin);
      takeTime.accept(times == 1 ? 0 : random.nextInt(30));
    }
  }

  private void write(VoterNode master) {
    for (int i = 0; i < 1 + random.nextInt(3); i++) {
      master.running().ifPresent(running -> writers.write(List.of(running)));
    }
    takeTime.accept(random.nextInt(200));
  }

  private void elect(VoterNode node) {
    node.running().ifPresent(elections::elect);
    takeTime.accept(50 + random.nextInt(150));
  }

  private VoterNode any(List<VoterNode> nodes) {
    return nodes.get(random.nextInt(nodes.size()));
  }
}
