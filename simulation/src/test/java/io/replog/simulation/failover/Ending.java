package io.replog.simulation.failover;

import io.replog.core.MasterRole;
import io.replog.model.LogEntry;
import io.replog.model.WriteConcern;
import io.replog.simulation.Trace;
import io.replog.simulation.failover.Answers.Attempt;
import io.replog.simulation.network.Faults;
import io.replog.simulation.network.Network;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;

/**
 * The end of a schedule: no more faults, every node is started, and one voter is elected. Within a
 * bounded number of steps everything must be everywhere, and a new message too.
 */
final class Ending {

  private static final int PATIENCE = 12_000;
  private static final int MOST_WRITES = 5;

  private final Cluster cluster;
  private final Network network;
  private final Trace trace;
  private final Elections elections;
  private final Writers writers;
  private final Copies copies;
  private final RandomGenerator random;
  private final BooleanSupplier step;

  /** {@code step}: takes one; says whether to go on. */
  Ending(
      Cluster cluster,
      Network network,
      Trace trace,
      Elections elections,
      Writers writers,
      Copies copies,
      RandomGenerator random,
      BooleanSupplier step) {
    this.cluster = cluster;
    this.network = network;
    this.trace = trace;
    this.elections = elections;
    this.writers = writers;
    this.copies = copies;
    this.random = random;
    this.step = step;
  }

  /** The log that goes on; none if it does not come to rest. */
  Optional<List<LogEntry>> run() {
    trace.add("heal");
    network.set(Faults.NONE);
    network.heal();
    must(
        "what was closed has ended",
        () -> cluster.nodes().stream().noneMatch(VoterNode::isClosing));
    cluster.nodes().forEach(Ending::bringUp);
    List<VoterNode> electable = cluster.electable();
    VoterNode master = electable.get(random.nextInt(electable.size()));
    elections.settleOn(master);
    must("%s opens".formatted(master), () -> running(master).isOpen());
    must("all hold the same", () -> isSettled(master));
    mustWrite(master);
    must("all hold the same, with the last message", () -> isSettled(master));
    must("readers see all on all nodes", () -> isShown(master));
    if (cluster.voting().equals(cluster.nodes())) {
      must("nobody waits any more", () -> running(master).role().get().waiting() == 0);
    }
    return isSound() ? Optional.of(copies.log(master.disk())) : Optional.empty();
  }

  private static void bringUp(VoterNode node) {
    if (!node.isUp() || node.disk().isFaulty()) {
      node.kill();
      node.start();
    }
  }

  private static RunningVoter running(VoterNode node) {
    return node.running().orElseThrow();
  }

  private boolean isSettled(VoterNode master) {
    List<LogEntry> log = copies.log(master.disk());
    return running(master).isOpen()
        && cluster.voting().stream().allMatch(node -> isSame(copies.log(node.disk()), log))
        && cluster.running().stream()
            .allMatch(each -> each.node() == master || each.role().isEmpty());
  }

  private static boolean isSame(List<LogEntry> one, List<LogEntry> other) {
    return one.size() == other.size()
        && (one.isEmpty() || one.getLast().checksum() == other.getLast().checksum());
  }

  private boolean isShown(VoterNode master) {
    int length = copies.log(master.disk()).size();
    return cluster.voting().stream().allMatch(node -> running(node).majority().length() == length);
  }

  /** All that still vote must hold it. A reign that a late announcement ended begins again. */
  private void mustWrite(VoterNode master) {
    boolean stored = false;
    for (int i = 0; i < MOST_WRITES && !stored && isSound(); i++) {
      must("%s is open".formatted(master), () -> running(master).isOpen());
      if (isSound()) {
        Attempt last = write(master);
        must("a write is answered", last::isEnded);
        stored = last.isStored();
      }
    }
    if (!stored && isSound()) {
      trace.violated("G5: no write succeeds");
    }
  }

  private Attempt write(VoterNode master) {
    MasterRole role = running(master).role().orElseThrow();
    int voting = cluster.voting().size();
    boolean all = voting == cluster.nodes().size();
    return writers.write(
        running(master), role, all ? WriteConcern.ALL : new WriteConcern.Nodes(voting));
  }

  private void must(String what, BooleanSupplier happened) {
    for (int i = 0; i < PATIENCE && isSound(); i++) {
      if (happened.getAsBoolean() || !step.getAsBoolean()) {
        return;
      }
    }
    if (isSound() && !happened.getAsBoolean()) {
      trace.violated("G5: it does not come to this: " + what);
    }
  }

  private boolean isSound() {
    return trace.violations().isEmpty();
  }
}
