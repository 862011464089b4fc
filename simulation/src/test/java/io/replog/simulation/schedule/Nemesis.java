package io.replog.simulation.schedule;

import io.replog.log.storage.MemoryStorage.Failure;
import io.replog.simulation.network.Faults;
import io.replog.simulation.network.Network;
import io.replog.simulation.nodes.MasterNode;
import io.replog.simulation.nodes.Node;
import io.replog.simulation.nodes.SecondaryNode;
import io.replog.simulation.nodes.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Does harm, and mends some of it: each schedule has its own choice of what. */
final class Nemesis {

  private final Fleet fleet;
  private final Network network;
  private final Surroundings world;
  private final RandomGenerator random;
  private final Plan plan;
  private final List<Runnable> harms = new ArrayList<>();
  private int done;

  Nemesis(Fleet fleet, Surroundings world, Plan plan) {
    this.fleet = fleet;
    this.network = world.network();
    this.world = world;
    this.random = world.random();
    this.plan = plan;
    harms.add(this::startOrKillMaster);
    maybe(this::startOrKillSecondary);
    maybe(this::loseSecondary);
    maybe(this::cutOrHeal);
    maybe(() -> network.set(Faults.drawn(random)));
    maybe(this::failDisk);
    maybe(() -> node().disk().backUp());
    maybe(() -> node().rebuild());
  }

  private void maybe(Runnable harm) {
    if (random.nextInt(3) > 0) {
      harms.add(harm);
    }
  }

  void strike() {
    done++;
    harms.get(random.nextInt(harms.size())).run();
  }

  int done() {
    return done;
  }

  private Node node() {
    return fleet.nodes().get(random.nextInt(fleet.nodes().size()));
  }

  private SecondaryNode secondary() {
    return fleet.secondaries().get(random.nextInt(fleet.secondaries().size()));
  }

  private void startOrKillSecondary() {
    SecondaryNode chosen = secondary();
    if (chosen.isUp()) {
      chosen.kill();
    } else {
      chosen.start();
    }
  }

  private void loseSecondary() {
    SecondaryNode chosen = secondary();
    chosen.kill();
    loseDisk(chosen);
    chosen.start();
  }

  private void loseDisk(Node node) {
    if (node.disk().hasBackup() && random.nextBoolean()) {
      world.trace().add("set back the disk of " + node.name());
      node.disk().restore();
    } else {
      world.trace().add("wipe the disk of " + node.name());
      node.disk().wipe();
    }
  }

  private void failDisk() {
    Failure how = random.nextBoolean() ? Failure.AFTER_APPLYING : Failure.BEFORE_APPLYING;
    Node chosen = node();
    world.trace().add("the next write fails on %s, %s".formatted(chosen.name(), how));
    chosen.disk().failNext(how);
  }

  private void cutOrHeal() {
    if (random.nextBoolean()) {
      network.heal();
      return;
    }
    MasterNode host = fleet.hosts().get(random.nextInt(fleet.hosts().size()));
    SecondaryNode other = secondary();
    int ways = 1 + random.nextInt(3);
    world.trace().add("cut %s and %s, ways %d".formatted(host.name(), other.name(), ways));
    if ((ways & 1) > 0) {
      network.cut(host.name(), other.name());
    }
    if ((ways & 2) > 0) {
      network.cut(other.name(), host.name());
    }
  }

  /** Until the network is healed. */
  private void isolate(MasterNode host) {
    for (SecondaryNode other : fleet.secondaries()) {
      network.cut(host.name(), other.name());
    }
  }

  private void startOrKillMaster() {
    List<MasterNode> up = fleet.hosts().stream().filter(Node::isUp).toList();
    boolean roomForOne = up.isEmpty() || plan.hasTwo() && up.size() < 2;
    if (roomForOne && (up.isEmpty() || random.nextBoolean())) {
      startMaster();
    } else {
      up.get(random.nextInt(up.size())).kill();
    }
  }

  private void startMaster() {
    if (random.nextBoolean()) {
      calm();
    }
    List<MasterNode> down = fleet.hosts().stream().filter(host -> !host.isUp()).toList();
    if (plan == Plan.ONE_MASTER) {
      down.getFirst().start();
    } else if (down.isEmpty() || random.nextInt(2) == 0) {
      if (plan == Plan.SUCCESSORS) {
        List.copyOf(fleet.hosts()).forEach(fleet::abandon);
      }
      MasterNode host = fleet.newHost();
      if (plan == Plan.TWO_LOGS) {
        isolate(host);
      }
      host.start();
    } else {
      MasterNode host = down.get(random.nextInt(down.size()));
      if (random.nextInt(3) == 0) {
        loseDisk(host);
      }
      host.start();
    }
  }

  /** Who takes over can reach many then; it need not. */
  private void calm() {
    network.heal();
    network.set(Faults.NONE);
    for (SecondaryNode each : fleet.secondaries()) {
      if (!each.isUp() && random.nextInt(3) > 0) {
        each.start();
      }
    }
  }
}
