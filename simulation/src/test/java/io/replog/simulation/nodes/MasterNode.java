package io.replog.simulation.nodes;

import io.replog.log.DurableLog;
import io.replog.simulation.threads.SimulatedProcess;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A host of a master: a disk, and while it is up a process with the real classes on it. */
public final class MasterNode implements Node {

  private final String name;
  private final Disk disk;
  private final Surroundings world;
  private final List<String> secondaries;
  private final RunningMaster.Listener listener;
  // One for each role that the host's present process had: the threads of each are told apart.
  private final List<SimulatedProcess> processes = new ArrayList<>();
  private int starts;
  private boolean closing;
  private Optional<RunningMaster> running = Optional.empty();

  /** {@code secondaries}: the names of those that its configuration lists. */
  public MasterNode(
      String name,
      Disk disk,
      Surroundings world,
      List<String> secondaries,
      RunningMaster.Listener listener) {
    this.name = name;
    this.disk = disk;
    this.world = world;
    this.secondaries = secondaries;
    this.listener = listener;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public Disk disk() {
    return disk;
  }

  public Optional<RunningMaster> running() {
    return running;
  }

  @Override
  public Optional<DurableLog> log() {
    return running.map(RunningMaster::log);
  }

  @Override
  public boolean isUp() {
    return running.isPresent();
  }

  @Override
  public void start() {
    build(new DurableLog(disk.open()));
  }

  private void build(DurableLog log) {
    SimulatedProcess process =
        new SimulatedProcess(world.scheduler(), world.time(), "%s.%02d".formatted(name, ++starts));
    world.trace().add("start " + process + " with " + disk.length() + " messages");
    processes.add(process);
    disk.handTo(process);
    running = Optional.of(new RunningMaster(process, disk, log, world, secondaries, listener));
    running.get().begin();
  }

  @Override
  public void rebuild() {
    if (closing || running.isEmpty()) {
      return;
    }
    RunningMaster master = running.get();
    world.trace().add("close " + master.process());
    closing = true;
    master.close(
        () -> {
          closing = false;
          master.process().close();
          build(master.log());
        });
  }

  @Override
  public boolean isClosing() {
    return closing;
  }

  @Override
  public void kill() {
    running.ifPresent(each -> world.trace().add("kill " + each.process()));
    processes.forEach(SimulatedProcess::kill);
    processes.clear();
    running = Optional.empty();
    closing = false;
  }
}
