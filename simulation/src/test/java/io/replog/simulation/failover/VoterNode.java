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
import java.util.stream.IntStream;

/** A node that may be elected: a disk, and while it is up a process with the real classes on it. */
final class VoterNode {

  private final String name;
  private final int voters;
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

  /** {@code voters}: how many there are, this one included. */
  VoterNode(String name, int voters, Surroundings world, Copies copies) {
    this.name = name;
    this.voters = voters;
    this.world = world;
    this.copies = copies;
    this.disk = new Disk(name, true, copies);
    this.shelf = new Shelf(() -> copies.mustHaveAll(disk));
  }

  static String name(int number) {
    return "n" + number;
  }

  /** All voters of the first record. */
  static List<Voter> founders(int count) {
    return IntStream.range(0, count)
        .mapToObj(VoterNode::name)
        .map(name -> new Voter(name + ".0001", URI.create("http://" + name), 1))
        .toList();
  }

  String name() {
    return name;
  }

  /** New with each disk. */
  String id() {
    return "%s.%04d".formatted(name, disks);
  }

  /** Whether it is still the node that the record of the voters names. */
  boolean votes() {
    return disks == 1;
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
    boolean founds = votes() && name.equals(name(0));
    voter.begin(founds ? founders(voters) : List.of());
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

  /** The disk is lost; the node comes back as another one, which does not vote. */
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
