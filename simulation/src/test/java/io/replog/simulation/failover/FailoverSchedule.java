package io.replog.simulation.failover;

import io.replog.model.LogEntry;
import io.replog.simulation.Journal;
import io.replog.simulation.Trace;
import io.replog.simulation.network.Faults;
import io.replog.simulation.network.Network;
import io.replog.simulation.nodes.Surroundings;
import io.replog.simulation.threads.Scheduler;
import io.replog.simulation.threads.SimulatedTime;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.SplittableRandom;

/** One run of a cluster of voters: which steps it takes is a function of the seed. */
final class FailoverSchedule {

  /** In so many steps one of three nodes may become the master. */
  private static final int CALM = 100;

  private final Random random;
  private final Trace trace = new Trace();
  private final Scheduler scheduler = new Scheduler();
  private final SimulatedTime time = new SimulatedTime();
  private final Cluster cluster = new Cluster();
  private final Network network;
  private final Records records;
  private final Majorities majorities;
  private final Copies copies;
  private final Readers readers;
  private final Answers answers;
  private final Writers writers;
  private final Elections elections;
  private final Changes changes;
  private final Episodes episodes;
  private final Harms harms;
  private final Weights weights;

  /** How often which kind of step is drawn. */
  private record Weights(
      int threads,
      int network,
      int pauses,
      int clients,
      int elections,
      int changes,
      int episodes,
      int harms) {
    static Weights drawn(Random random) {
      return new Weights(
          1000,
          400 << random.nextInt(3),
          40 << random.nextInt(3),
          20 << random.nextInt(4),
          1 << random.nextInt(4),
          random.nextInt(9),
          random.nextInt(5),
          1 << random.nextInt(5));
    }

    int sum() {
      return threads + network + pauses + clients + elections + changes + episodes + harms;
    }
  }

  FailoverSchedule(long seed) {
    // Mixed, as the first draws of neighbouring seeds are nearly the same.
    this.random = new Random(new SplittableRandom(seed).nextLong());
    Journal.writeInto(trace);
    int drawn = List.of(1, 2, 3, 3, 3, 3, 4, 5).get(random.nextInt(8));
    int voters = Integer.getInteger("replog.simulation.failover.voters", drawn);
    this.records = new Records(trace);
    this.majorities = new Majorities(trace, records);
    this.copies = new Copies(trace, records, majorities, cluster::of);
    this.readers = new Readers(majorities, copies, trace);
    this.answers = new Answers(copies, records, majorities, trace);
    this.writers = new Writers(answers, trace, random);
    this.network = new Network(random, cluster::server, trace);
    var world = new Surroundings(scheduler, network, time, trace, random);
    cluster.begin(voters, random.nextInt(3), world, copies);
    this.elections = new Elections(cluster, writers, trace, random);
    this.changes = new Changes(cluster, trace, random);
    this.episodes =
        new Episodes(cluster, network, elections, changes, writers, random, this::takeTime);
    this.harms = new Harms(cluster, world);
    this.weights = Weights.drawn(random);
  }

  FailoverOutcome run() {
    foundFirst();
    network.set(Faults.drawn(random));
    int steps = (500 + random.nextInt(3300)) * cluster.nodes().size() / 3;
    for (int i = 0; i < steps && isSound(); i++) {
      step();
    }
    if (isSound()) {
      Ending ending =
          new Ending(
              cluster,
              network,
              trace,
              elections,
              changes,
              writers,
              copies,
              random,
              this::quietStep);
      Optional<List<LogEntry>> log = ending.run();
      log.ifPresent(answers::checkAtTheEnd);
    }
    scheduler.uncaught().forEach(e -> trace.violated("a thread ended with " + e));
    return outcome();
  }

  private FailoverOutcome outcome() {
    return new FailoverOutcome(
        trace.step(),
        harms.done(),
        harms.lost(),
        elections.told(),
        majorities.openings(),
        cluster.ended(),
        records.begun(),
        records.applied(),
        copies.cuts(),
        copies.removed(),
        answers.answered(),
        answers.survivors(),
        readers.shown(),
        trace.violations(),
        trace.lines());
  }

  private void foundFirst() {
    while (isSound() && cluster.electable().isEmpty()) {
      moveOn(false);
      look();
    }
    elections.begin();
    takeTime(random.nextInt(6) * CALM);
  }

  /** Nothing new happens for so many steps. */
  private void takeTime(int steps) {
    for (int i = 0; i < steps && isSound(); i++) {
      quietStep();
    }
  }

  private boolean isSound() {
    return trace.violations().isEmpty();
  }

  private void step() {
    int drawn = random.nextInt(weights.sum());
    if ((drawn -= weights.harms()) < 0) {
      trace.nextStep();
      harms.strike();
    } else if ((drawn -= weights.elections()) < 0) {
      trace.nextStep();
      elections.hold();
      takeTime(random.nextInt(3) * CALM * cluster.nodes().size() / 3);
    } else if ((drawn -= weights.changes()) < 0) {
      trace.nextStep();
      changes.begin();
    } else if ((drawn -= weights.episodes()) < 0) {
      trace.nextStep();
      episodes.play();
    } else if ((drawn -= weights.clients()) < 0) {
      trace.nextStep();
      writers.write(cluster.running());
    } else if ((drawn -= weights.pauses()) < 0) {
      trace.nextStep();
      time.endOne(random);
    } else {
      moveOn(drawn < weights.network());
    }
    look();
  }

  private void moveOn(boolean networkFirst) {
    trace.nextStep();
    if (networkFirst) {
      network.moveOne();
    } else if (!scheduler.runOne(random)) {
      network.moveOne();
    }
  }

  private void look() {
    cluster.running().forEach(RunningVoter::look);
    cluster.nodes().forEach(readers::look);
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
