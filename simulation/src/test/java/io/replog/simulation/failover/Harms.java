package io.replog.simulation.failover;

import io.replog.log.storage.MemoryStorage.Failure;
import io.replog.simulation.network.Faults;
import io.replog.simulation.network.Network;
import io.replog.simulation.nodes.Surroundings;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Does harm, and mends some of it: each schedule has its own choice of what. */
final class Harms {

  private final Cluster cluster;
  private final Network network;
  private final Surroundings world;
  private final RandomGenerator random;
  private final List<Runnable> harms = new ArrayList<>();
  private int done;
  private int lost;

  Harms(Cluster cluster, Surroundings world) {
    this.cluster = cluster;
    this.network = world.network();
    this.world = world;
    this.random = world.random();
    harms.add(this::startOrKill);
    maybe(this::loseDisk);
    harms.add(this::cutOrHeal);
    maybe(() -> network.set(Faults.drawn(random)));
    maybe(this::failDisk);
    maybe(() -> cluster.any(random).rebuild());
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

  private void startOrKill() {
    List<VoterNode> down = cluster.nodes().stream().filter(node -> !node.isUp()).toList();
    if (!down.isEmpty() && random.nextInt(3) > 0) {
      down.get(random.nextInt(down.size())).start();
      return;
    }
    List<VoterNode> busy = random.nextBoolean() ? cluster.takingOver() : cluster.changing();
    VoterNode chosen =
        busy.isEmpty() || random.nextBoolean()
            ? cluster.any(random)
            : busy.get(random.nextInt(busy.size()));
    chosen.kill();
    if (random.nextBoolean()) {
      chosen.start();
    }
  }

  private void loseDisk() {
    VoterNode chosen = cluster.any(random);
    if (random.nextInt(4) == 0 && cluster.canLose(chosen)) {
      lost++;
      cluster.loseDisk(chosen);
      chosen.start();
    }
  }

  private void failDisk() {
    Failure how = random.nextBoolean() ? Failure.AFTER_APPLYING : Failure.BEFORE_APPLYING;
    VoterNode chosen = cluster.any(random);
    world.trace().add("the next write fails on %s, %s".formatted(chosen, how));
    chosen.disk().failNext(how);
  }

  private void cutOrHeal() {
    int kind = random.nextInt(4);
    if (kind < 2) {
      network.heal();
    } else if (kind == 2) {
      cluster.cut(cluster.any(random), cluster.any(random), 1 + random.nextInt(3));
    } else {
      cluster.cutOff(cluster.any(random), random);
    }
  }

  int done() {
    return done;
  }

  /** How many disks were lost. */
  int lost() {
    return lost;
  }
}
