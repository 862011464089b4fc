package io.replog.simulation.schedule;

import io.replog.simulation.Journal;
import io.replog.simulation.Trace;
import io.replog.simulation.network.Faults;
import io.replog.simulation.network.Network;
import io.replog.simulation.nodes.RunningMaster;
import io.replog.simulation.nodes.SecondaryNode;
import io.replog.simulation.nodes.Surroundings;
import io.replog.simulation.rules.FinalRules;
import io.replog.simulation.rules.FinalRules.Looked;
import io.replog.simulation.rules.History;
import io.replog.simulation.rules.Ledger;
import io.replog.simulation.rules.Promises;
import io.replog.simulation.rules.Watch;
import io.replog.simulation.threads.Scheduler;
import io.replog.simulation.threads.SimulatedTime;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;

/** One run of a cluster: which steps it takes, in which order, is a function of the seed. */
public final class Schedule {

  private final long seed;
  private final Random random;
  private final Trace trace = new Trace();
  private final Scheduler scheduler = new Scheduler();
  private final SimulatedTime time = new SimulatedTime();
  private final Fleet fleet = new Fleet();
  private final Plan plan;
  private final Ledger ledger;
  private final Watch watch;
  private final Promises promises;
  private final History history;
  private final Clients clients;
  private final Nemesis nemesis;
  private final Network network;
  private final Weights weights;

  /** How often which kind of step is drawn. */
  private record Weights(int threads, int network, int pauses, int clients, int harms) {
    static Weights drawn(Random random) {
      return new Weights(
          1000,
          100 << random.nextInt(5),
          20 << random.nextInt(4),
          10 << random.nextInt(5),
          2 << random.nextInt(6));
    }

    int sum() {
      return threads + network + pauses + clients + harms;
    }
  }

  public Schedule(long seed) {
    this.seed = seed;
    // Mixed, as the first draws of neighbouring seeds are nearly the same.
    this.random = new Random(new SplittableRandom(seed).nextLong());
    Journal.writeInto(trace);
    this.plan = Plan.values()[random.nextInt(Plan.values().length)];
    int secondaries = 1 + random.nextInt(3);
    this.ledger = new Ledger(trace, plan == Plan.ONE_MASTER);
    this.watch = new Watch(ledger, trace);
    this.promises = new Promises(ledger, trace, secondaries);
    this.history =
        new History(ledger, trace, name -> fleet.secondary(name).map(SecondaryNode::disk));
    this.network =
        new Network(random, name -> fleet.secondary(name).flatMap(SecondaryNode::server), trace);
    var world = new Surroundings(scheduler, network, time, trace, random);
    this.clients = new Clients(history, trace, random, secondaries + 1);
    fleet.begin(world, ledger, promises, secondaries);
    this.nemesis = new Nemesis(fleet, world, plan);
    this.weights = Weights.drawn(random);
  }

  public Outcome run() {
    network.set(Faults.drawn(random));
    int steps = 300 + random.nextInt(2000);
    for (int i = 0; i < steps && isSound(); i++) {
      step();
    }
    boolean newDisk = plan != Plan.ONE_MASTER && random.nextBoolean();
    Healing healing = new Healing(fleet, network, trace, clients, ledger, newDisk, this::quietStep);
    Optional<RunningMaster> surviving = isSound() ? healing.run() : Optional.empty();
    Looked looked =
        surviving
            .filter(never -> isSound())
            .map(master -> new FinalRules(ledger, history, promises, trace).check(master))
            .orElse(new Looked(0, 0));
    scheduler.uncaught().forEach(e -> trace.violated("a thread ended with " + e));
    return new Outcome(
        seed,
        plan,
        trace.step(),
        nemesis.done(),
        history.acknowledged().size(),
        promises.takeOvers(),
        looked,
        surviving.isEmpty(),
        trace.violations(),
        trace.lines());
  }

  private boolean isSound() {
    return trace.violations().isEmpty();
  }

  private void step() {
    int drawn = random.nextInt(weights.sum());
    if ((drawn -= weights.harms()) < 0) {
      trace.nextStep();
      nemesis.strike();
    } else if ((drawn -= weights.clients()) < 0) {
      trace.nextStep();
      write();
    } else if ((drawn -= weights.pauses()) < 0) {
      trace.nextStep();
      time.endOne(random);
    } else {
      moveOn(drawn < weights.network());
    }
    look();
  }

  private void look() {
    watch.look(fleet.nodes());
    fleet.masters().forEach(ledger.fences()::look);
  }

  private void moveOn(boolean networkFirst) {
    trace.nextStep();
    if (networkFirst) {
      network.moveOne();
    } else if (!scheduler.runOne(random)) {
      network.moveOne();
    }
  }

  private void write() {
    List<RunningMaster> masters = fleet.masters();
    if (!masters.isEmpty()) {
      clients.write(masters.get(random.nextInt(masters.size())));
    }
  }

  /** A step without harm; threads come first, pauses last. */
  private boolean quietStep() {
    moveOn(!scheduler.isBusy());
    if (random.nextInt(20) == 0) {
      time.endOne(random);
    }
    look();
    return isSound();
  }
}
