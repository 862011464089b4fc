package io.replog.simulation.failover;

import io.replog.log.DurableLog;
import io.replog.model.Voter;
import io.replog.simulation.network.Network.Server;
import io.replog.simulation.nodes.Disk;
import io.replog.simulation.nodes.Surroundings;
import io.replog.simulation.threads.SimulatedProcess;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A node that may be elected: a disk, and while it is up a process with the real classes on it. */
final class VoterNode {

  private final String name;
  private final List<Voter> founders;
  private final Surroundings world;
  private final Copies copies;
  private final Disk disk;
  private final Shelf shelf;
  // One for each time that the node was built in its host's present process.
  private final List<SimulatedProcess> processes = new ArrayList<>();
  private int disks = 1;
  private int starts;
  private int endedBefore;
  private boolean closing;
  private Optional<RunningVoter> running = Optional.empty();

  /** {@code founders}: the first voters, if this node founds the cluster. */
  VoterNode(String name, List<Voter> founders, Surroundings world, Copies copies) {
    this.name = name;
    this.founders = founders;
    this.world = world;
    this.copies = copies;
    this.disk = new Disk(name, true, copies);
    this.shelf = new Shelf(() -> copies.mustHaveAll(disk));
  }

  static String name(int number) {
    return "n" + number;
  }

  String name() {
    return name;
  }

  /** New with each disk. */
  String id() {
    return voter().id();
  }

  /** It, as a record of the voters names it. */
  Voter voter() {
    return voter(name, disks);
  }

  static Voter voter(String name, int disks) {
    return new Voter("%s.%04d".formatted(name, disks), URI.create("http://" + name), 1);
  }

  Disk disk() {
    return disk;
  }

  Shelf shelf() {
    return shelf;
  }

  Copies copies() {
    return copies;
  }

  Optional<RunningVoter> running() {
    return running;
  }

  boolean isUp() {
    return running.isPresent();
  }

  boolean isClosing() {
    return closing;
  }

  Optional<Server> server() {
    return running.map(each -> new Server(each.process(), each));
  }

  void start() {
    build(process -> new DurableLog(disk.open()));
  }

  private void build(Function<SimulatedProcess, DurableLog> log) {
    SimulatedProcess process =
        new SimulatedProcess(world.scheduler(), world.time(), "%s.%02d".formatted(name, ++starts));
    world.trace().add("start " + process + " with " + disk.length() + " messages");
    running.ifPresent(before -> endedBefore += before.ended());
    processes.add(process);
    disk.handTo(process);
    RunningVoter voter = new RunningVoter(this, process, log.apply(process), world);
    running = Optional.of(voter);
    voter.begin(disks == 1 ? founders : List.of());
  }

  /** Ends its process between two of its steps, without a chance to clean up. */
  void kill() {
    running.ifPresent(
        each -> {
          world.trace().add("kill " + each.process());
          endedBefore += each.ended();
        });
    for (SimulatedProcess process : processes) {
      process.kill();
      world.network().ended(process);
    }
    processes.clear();
    running = Optional.empty();
    closing = false;
  }

  /** Closes it, and builds it anew over the same log, in the same process of its host. */
  void rebuild() {
    if (closing || running.isEmpty()) {
      return;
    }
    RunningVoter voter = running.get();
    world.trace().add("close " + voter.process());
    closing = true;
    voter.close(
        () -> {
          closing = false;
          voter.process().close();
          build(process -> voter.log());
        });
  }

  /** The disk is lost; the node comes back as another one. */
  void loseDisk() {
    kill();
    world.trace().add("wipe the disk of " + name);
    disk.wipe();
    shelf.wipe();
    disks++;
  }

  /** How many of its reigns have ended while its process went on. */
  int ended() {
    return endedBefore + running.map(RunningVoter::ended).orElse(0);
  }

  @Override
  public String toString() {
    return name;
  }
}
