package io.replog.simulation.schedule;

import io.replog.core.membership.Secondary;
import io.replog.core.membership.Secondary.Trouble;
import io.replog.simulation.Trace;
import io.replog.simulation.network.Faults;
import io.replog.simulation.network.Network;
import io.replog.simulation.nodes.MasterNode;
import io.replog.simulation.nodes.Node;
import io.replog.simulation.nodes.RunningMaster;
import io.replog.simulation.nodes.SecondaryNode;
import io.replog.simulation.rules.Attempt;
import io.replog.simulation.rules.Ledger;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * The end of a schedule: no more faults, every node is started, and a person does what the
 * operations document says. Within a bounded number of steps everything must be everywhere (G5).
 */
final class Healing {

  private static final int PATIENCE = 6000;

  private final Fleet fleet;
  private final Network network;
  private final Trace trace;
  private final Clients clients;
  private final Ledger ledger;
  private final boolean withNewDisk;
  private final BooleanSupplier step;

  /**
   * @param withNewDisk the master that goes on has none of the old disks
   * @param step takes one; says whether to go on
   */
  Healing(
      Fleet fleet,
      Network network,
      Trace trace,
      Clients clients,
      Ledger ledger,
      boolean withNewDisk,
      BooleanSupplier step) {
    this.withNewDisk = withNewDisk;
    this.fleet = fleet;
    this.network = network;
    this.trace = trace;
    this.clients = clients;
    this.ledger = ledger;
    this.step = step;
  }

  /** The master that goes on; none where a person would have to choose between logs. */
  Optional<RunningMaster> run() {
    trace.add("heal");
    network.set(Faults.NONE);
    network.heal();
    if (!happens(() -> fleet.nodes().stream().noneMatch(Node::isClosing)) && isSound()) {
      trace.violated("a role that was closed does not end");
    }
    for (SecondaryNode secondary : fleet.secondaries()) {
      if (!secondary.isUp() || secondary.disk().isFaulty()) {
        secondary.kill();
        secondary.start();
      }
    }
    Optional<RunningMaster> open = withNewDisk ? openWithNewDisk() : openMaster(fleet.newestHost());
    open.ifPresent(this::mustSettle);
    for (int again = 0; again < 3 && open.isPresent() && !open.get().isOpen(); again++) {
      // It learnt meanwhile of a newer master or of another log: a person lets only one go on.
      MasterNode newest = fleet.newestHost();
      fleet.hosts().stream().filter(host -> host != newest).forEach(MasterNode::kill);
      open = openMaster(newest);
      open.ifPresent(this::mustSettle);
    }
    return open.filter(RunningMaster::isOpen);
  }

  /** All masters are gone for good; where their logs differ, the newest comes back all the same. */
  private Optional<RunningMaster> openWithNewDisk() {
    MasterNode newest = fleet.newestHost();
    fleet.hosts().forEach(MasterNode::kill);
    MasterNode host = fleet.newHost();
    host.start();
    if (happens(() -> host.running().get().isOpen())) {
      return host.running();
    }
    fleet.abandon(host);
    return openMaster(newest);
  }

  private Optional<RunningMaster> openMaster(MasterNode host) {
    if (!host.isUp() || !host.running().get().isOpen() || host.disk().isFaulty()) {
      restart(host);
    }
    if (isOpenAfterAWhile(host)) {
      return host.running();
    }
    // It says so itself: another one holds a newer history, or its log was fenced meanwhile.
    trace.add("move the data of %s away, because it is %s".formatted(host.name(), state(host)));
    host.kill();
    host.disk().wipe();
    host.start();
    return isOpenAfterAWhile(host) ? host.running() : Optional.empty();
  }

  private void restart(MasterNode host) {
    host.kill();
    host.start();
  }

  private boolean isOpenAfterAWhile(MasterNode host) {
    for (int starts = 0; starts < 3; starts++) {
      if (happens(() -> host.running().get().isOpen() || host.running().get().isFenced())
          && host.running().get().isOpen()) {
        return true;
      }
      restart(host);
    }
    return happens(() -> host.running().get().isOpen());
  }

  private static String state(MasterNode host) {
    return host.running().map(RunningMaster::state).orElse("down");
  }

  private boolean happens(BooleanSupplier what) {
    for (int i = 0; i < PATIENCE; i++) {
      if (what.getAsBoolean()) {
        return true;
      }
      if (!step.getAsBoolean()) {
        return false;
      }
    }
    return what.getAsBoolean();
  }

  /** Unless the master stops being one. */
  private void mustSettle(RunningMaster master) {
    stopMastersOfOtherLogs(master);
    must("every secondary has the log", master, () -> isSettled(master));
    long others = holdingOtherLogs(master);
    Attempt last = clients.write(master, 1 + agreeing(master));
    // What a stopped master of another log had sent may still arrive, where nothing is held yet.
    must("a write is answered", master, () -> last.isStored() || holdingOtherLogs(master) > others);
    must("every secondary has the log, with the last message", master, () -> isSettled(master));
    if (agreeing(master) == fleet.secondaries().size()) {
      must("nobody waits any more", master, () -> master.waiting() == 0);
    }
  }

  /** They would share out the secondaries that hold nothing: a person lets one of them go on. */
  private void stopMastersOfOtherLogs(RunningMaster master) {
    for (MasterNode host : fleet.hosts()) {
      if (host.log()
          .flatMap(log -> log.facts().logId())
          .filter(id -> !id.equals(master.logId()))
          .isPresent()) {
        trace.add("stop %s, whose log is another".formatted(host.name()));
        host.kill();
      }
    }
  }

  private void must(String what, RunningMaster master, BooleanSupplier happened) {
    boolean happens = happens(() -> !master.isOpen() || happened.getAsBoolean());
    if (!happens && isSound()) {
      trace.violated("G5: it does not come to this: " + what);
    }
  }

  private boolean isSound() {
    return trace.violations().isEmpty();
  }

  private boolean isSettled(RunningMaster master) {
    return fleet.secondaries().stream().allMatch(each -> isSettled(master, each))
        && fleet.masters().stream().allMatch(each -> each == master || isHarmless(master, each));
  }

  /** It holds the same log, or a person was told that it does not. */
  private boolean isSettled(RunningMaster master, SecondaryNode secondary) {
    return agrees(master, secondary)
        ? ledger.entries(secondary.disk()).size() == ledger.entries(master.disk()).size()
        : isReported(master, secondary.name());
  }

  /** It holds a beginning of the master's log. One that holds nothing may still name another. */
  private boolean agrees(RunningMaster master, SecondaryNode secondary) {
    boolean sameLog = secondary.log().get().facts().isLog(master.logId());
    return !ledger.conflict(master.disk(), secondary.disk())
        && ledger.entries(secondary.disk()).size() <= ledger.entries(master.disk()).size()
        && (sameLog || secondary.disk().isEmpty());
  }

  private long holdingOtherLogs(RunningMaster master) {
    return fleet.secondaries().stream()
        .filter(each -> !each.disk().isEmpty())
        .filter(each -> !each.log().get().facts().isLog(master.logId()))
        .count();
  }

  private static boolean isReported(RunningMaster master, String name) {
    List<Secondary> all = master.secondaries();
    return all.stream()
        .filter(each -> each.url().getHost().equals(name))
        .flatMap(each -> each.condition().stream())
        .anyMatch(each -> each.trouble() == Trouble.DIVERGED);
  }

  /** Another master of the same log has stopped taking messages, if anybody could tell it. */
  private boolean isHarmless(RunningMaster master, RunningMaster other) {
    return !other.isOpen()
        || !other.log().facts().isLog(master.logId())
        || holdingOtherLogs(master) == fleet.secondaries().size();
  }

  private int agreeing(RunningMaster master) {
    return (int) fleet.secondaries().stream().filter(each -> agrees(master, each)).count();
  }
}
