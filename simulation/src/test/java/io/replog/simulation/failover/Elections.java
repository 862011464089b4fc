package io.replog.simulation.failover;

import io.replog.simulation.Trace;
import java.util.List;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/**
 * Tells nodes that they are elected, or not any more: any node, two or all at once, late, and in
 * any term. Each schedule has its own share of elections that look as they should.
 */
final class Elections {

  private final Cluster cluster;
  private final Writers writers;
  private final Trace trace;
  private final RandomGenerator random;
  private final int orderly;
  private long newest;
  private int told;

  Elections(Cluster cluster, Writers writers, Trace trace, RandomGenerator random) {
    this.cluster = cluster;
    this.writers = writers;
    this.trace = trace;
    this.random = random;
    this.orderly = random.nextInt(11);
  }

  void hold() {
    List<RunningVoter> running = cluster.running();
    if (running.isEmpty()) {
      return;
    }
    RunningVoter chosen = running.get(random.nextInt(running.size()));
    if (random.nextInt(10) < orderly) {
      running.stream().filter(each -> each != chosen).forEach(this::depose);
      elect(chosen, ++newest);
    } else if (random.nextInt(3) > 0) {
      replaceUnheard(chosen);
    } else if (random.nextInt(4) == 0) {
      depose(chosen);
    } else if (random.nextInt(8) == 0) {
      running.forEach(each -> elect(each, newest + 1));
      newest++;
    } else {
      elect(chosen, random.nextBoolean() ? ++newest : 1 + random.nextLong(newest + 1));
    }
  }

  /** A master is cut off, knows nothing of the next one, and still takes messages. */
  private void replaceUnheard(RunningVoter next) {
    for (RunningVoter each : cluster.running()) {
      if (each != next && each.isOpen()) {
        cluster.cutOff(each.node(), random);
        writers.write(List.of(each));
        writers.write(List.of(each));
      }
    }
    elect(next, ++newest);
  }

  /** The one that founded the cluster is elected first. */
  void begin() {
    cluster.nodes().getFirst().running().ifPresent(each -> elect(each, ++newest));
  }

  /** From now on one node is elected, and no other one; in any term. */
  void settleOn(VoterNode node) {
    cluster.running().stream().filter(each -> each.node() != node).forEach(this::depose);
    elect(node.running().orElseThrow(), 1 + random.nextLong(newest + 1));
  }

  void elect(RunningVoter node) {
    elect(node, ++newest);
  }

  private void elect(RunningVoter node, long term) {
    told++;
    trace.add("%s is elected in term %d".formatted(node.process(), term));
    node.tell(OptionalLong.of(term));
  }

  private void depose(RunningVoter node) {
    trace.add("%s is not elected".formatted(node.process()));
    node.tell(OptionalLong.empty());
  }

  /** How often a node was told that it is elected. */
  int told() {
    return told;
  }
}
