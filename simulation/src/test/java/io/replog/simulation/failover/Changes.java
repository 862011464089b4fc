package io.replog.simulation.failover;

import io.replog.model.Voter;
import io.replog.model.Voters;
import io.replog.simulation.Trace;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * Lets masters change the voters, at any time, also masters that are cut off: nodes with an empty
 * disk come in, others leave, a lost disk is replaced by the node's new one.
 */
final class Changes {

  private static final int MOST_VOTERS = 5;

  private final Cluster cluster;
  private final Trace trace;
  private final RandomGenerator random;

  Changes(Cluster cluster, Trace trace, RandomGenerator random) {
    this.cluster = cluster;
    this.trace = trace;
    this.random = random;
  }

  /** Any open master changes them. */
  void begin() {
    List<RunningVoter> open = cluster.running().stream().filter(RunningVoter::isOpen).toList();
    if (!open.isEmpty()) {
      begin(open.get(random.nextInt(open.size())));
    }
  }

  /** Sometimes for several who do not wait for each other. */
  void begin(RunningVoter master) {
    int times = random.nextInt(4) == 0 ? 2 + random.nextInt(6) : 1;
    for (int i = 0; i < times; i++) {
      beginOne(master);
    }
  }

  private void beginOne(RunningVoter master) {
    Voters record = cluster.record(master.node()).orElseThrow();
    begin(master, wanted(record.now(), master.node().voter()));
  }

  /** Not where so many disks of {@code wanted} are lost that nobody could ever vote. */
  void begin(RunningVoter master, List<Voter> wanted) {
    if (cluster.canVote(wanted)) {
      trace.add("%s is to make %s the voters".formatted(master.process(), wanted));
      master.role().ifPresent(role -> master.changeVoters(role, wanted));
    }
  }

  private List<Voter> wanted(List<Voter> now, Voter self) {
    List<Voter> wanted = new ArrayList<>(now);
    switch (random.nextInt(6)) {
      case 0 -> letIn(wanted, 1);
      case 1 -> letIn(wanted, 2);
      case 2 -> remove(wanted, self, 1);
      case 3 -> {
        remove(wanted, self, 1);
        letIn(wanted, 1);
      }
      case 4 -> {
        remove(wanted, self, 1 + random.nextInt(MOST_VOTERS));
        letIn(wanted, random.nextInt(3));
      }
      default -> replaceLost(wanted);
    }
    return wanted;
  }

  private void letIn(List<Voter> wanted, int count) {
    List<Voter> others = new ArrayList<>(cluster.nodes().stream().map(VoterNode::voter).toList());
    others.removeAll(wanted);
    for (int i = 0; i < count && !others.isEmpty() && wanted.size() < MOST_VOTERS; i++) {
      wanted.add(others.remove(random.nextInt(others.size())));
    }
  }

  private void remove(List<Voter> wanted, Voter self, int count) {
    List<Voter> others = new ArrayList<>(wanted);
    others.remove(self);
    for (int i = 0; i < count && !others.isEmpty(); i++) {
      wanted.remove(others.remove(random.nextInt(others.size())));
    }
  }

  /** The node that comes back with a new disk takes the place of the one that it was. */
  private void replaceLost(List<Voter> wanted) {
    for (VoterNode node : cluster.nodes()) {
      Voter present = node.voter();
      boolean wasLost =
          wanted.removeIf(voter -> voter.url().equals(present.url()) && !voter.equals(present));
      if (wasLost && !wanted.contains(present)) {
        wanted.add(present);
      }
    }
  }

  /** As a person does it: each node whose disk was lost is replaced, and the master votes. */
  void repair(RunningVoter master, List<Voter> now) {
    List<Voter> wanted = new ArrayList<>(now);
    replaceLost(wanted);
    if (!wanted.contains(master.node().voter())) {
      wanted.add(master.node().voter());
    }
    begin(master, wanted);
  }
}
