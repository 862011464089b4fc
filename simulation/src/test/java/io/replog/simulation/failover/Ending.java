package io.replog.simulation.failover;

import io.replog.core.MasterRole;
import io.replog.model.LogEntry;
import io.replog.model.Voter;
import io.replog.model.Voters;
import io.replog.model.WriteConcern;
import io.replog.simulation.Trace;
import io.replog.simulation.failover.Answers.Attempt;
import io.replog.simulation.network.Faults;
import io.replog.simulation.network.Network;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.BooleanSupplier;

/**
 * The end of a schedule: no more faults, every node is started, and one voter is elected. Within a
 * bounded number of steps everything must be everywhere, and a new message too.
 */
final class Ending {

  private static final int PATIENCE = 12_000;
  private static final int SHORT_PATIENCE = 2_000;
  private static final int MOST_WRITES = 5;
  private static final int MOST_RECORDS = 5;

  private final Cluster cluster;
  private final Network network;
  private final Trace trace;
  private final Elections elections;
  private final Changes changes;
  private final Writers writers;
  private final Copies copies;
  private final Random random;
  private final BooleanSupplier step;

  /** {@code step}: takes one; says whether to go on. */
  Ending(
      Cluster cluster,
      Network network,
      Trace trace,
      Elections elections,
      Changes changes,
      Writers writers,
      Copies copies,
      Random random,
      BooleanSupplier step) {
    this.cluster = cluster;
    this.network = network;
    this.trace = trace;
    this.elections = elections;
    this.changes = changes;
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
    Optional<VoterNode> opened = electSomebody();
    if (opened.isEmpty()) {
      return Optional.empty();
    }
    VoterNode master = opened.get();
    mustEndTheChange(master);
    must("all hold the same", () -> isSettled(master));
    must("readers see all on all nodes", () -> isShown(master));
    mustWrite(master);
    must("all hold the same, with the last message", () -> isSettled(master));
    must("readers see the last message on all nodes", () -> isShown(master));
    must("nobody waits any more", () -> running(master).role().get().waiting() == 0);
    return isSound() ? Optional.of(copies.log(master.disk())) : Optional.empty();
  }

  /**
   * One that the newest record names must open. If it does not know that record, and nobody whom it
   * asks tells it, another one is elected. A master of before may still end a change meanwhile.
   */
  private Optional<VoterNode> electSomebody() {
    Voters newest = cluster.newest();
    for (int i = 0; i < MOST_RECORDS && isSound(); i++) {
      newest = cluster.newest();
      Optional<VoterNode> opened = electOneOf(newest);
      if (opened.isPresent()) {
        return opened;
      }
      if (newest.equals(cluster.newest())) {
        break;
      }
    }
    if (isSound()) {
      trace.violated(
          "G5: none of %s opens, the record is %s".formatted(cluster.electable(), newest));
    }
    return Optional.empty();
  }

  private Optional<VoterNode> electOneOf(Voters newest) {
    List<VoterNode> electable = new ArrayList<>(cluster.electable());
    electable.retainAll(cluster.living(newest.all()));
    Collections.shuffle(electable, random);
    for (VoterNode node : electable) {
      elections.settleOn(node);
      boolean mustOpen = cluster.record(node).filter(newest::equals).isPresent();
      come(mustOpen ? PATIENCE : SHORT_PATIENCE, () -> running(node).isOpen() || !mayReign(node));
      if (running(node).isOpen()) {
        return Optional.of(node);
      }
      if (mustOpen && mayReign(node) && isSound()) {
        trace.violated("G5: it does not come to this: %s opens".formatted(node));
      }
    }
    return Optional.empty();
  }

  private boolean mayReign(VoterNode node) {
    return cluster.newest().find(node.id()).isPresent();
  }

  /** A change under way is applied, and then each node whose disk was lost is replaced. */
  private void mustEndTheChange(VoterNode master) {
    for (int i = 0; i < MOST_WRITES && isSound(); i++) {
      must(
          "the change of the voters is applied",
          () -> running(master).isOpen() && !record(master).isChanging());
      List<Voter> now = record(master).now();
      if (cluster.living(now).size() == now.size() && cluster.living(now).contains(master)) {
        return;
      }
      if (isSound()) {
        changes.repair(running(master), now);
        come(SHORT_PATIENCE, () -> record(master).isChanging());
      }
    }
    if (isSound()) {
      trace.violated("G5: no change of the voters succeeds");
    }
  }

  private Voters record(VoterNode node) {
    return cluster.record(node).orElseThrow();
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
        && voting(master).stream()
            .allMatch(node -> cluster.record(node).equals(cluster.record(master)))
        && voting(master).stream().allMatch(node -> isSame(copies.log(node.disk()), log))
        && cluster.running().stream()
            .allMatch(each -> each.node() == master || each.role().isEmpty());
  }

  private static boolean isSame(List<LogEntry> one, List<LogEntry> other) {
    return one.size() == other.size()
        && (one.isEmpty() || one.getLast().checksum() == other.getLast().checksum());
  }

  private boolean isShown(VoterNode master) {
    int length = copies.log(master.disk()).size();
    return voting(master).stream().allMatch(node -> running(node).majority().length() == length);
  }

  private List<VoterNode> voting(VoterNode master) {
    return cluster.living(record(master).now());
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
    return writers.write(running(master), role, WriteConcern.ALL);
  }

  private void must(String what, BooleanSupplier happened) {
    if (!come(PATIENCE, happened) && isSound()) {
      trace.violated("G5: it does not come to this: " + what);
    }
  }

  /** Whether it comes to this within so many steps. */
  private boolean come(int steps, BooleanSupplier happened) {
    for (int i = 0; i < steps && isSound(); i++) {
      if (happened.getAsBoolean() || !step.getAsBoolean()) {
        break;
      }
    }
    return happened.getAsBoolean();
  }

  private boolean isSound() {
    return trace.violations().isEmpty();
  }
}
