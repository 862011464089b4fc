package io.replog.simulation.threads;

import java.util.LinkedHashSet;
import java.util.Set;

/** One start of a node: a set of threads that ends all at once, between any two of their steps. */
public final class SimulatedProcess {

  private final Scheduler scheduler;
  private final String name;
  private final Set<Scheduler.Lane> lanes = new LinkedHashSet<>();
  private boolean alive = true;

  /** {@code name}: different for each start. */
  public SimulatedProcess(Scheduler scheduler, String name) {
    this.scheduler = scheduler;
    this.name = name;
  }

  public String name() {
    return name;
  }

  public boolean isAlive() {
    return alive;
  }

  /** The threads for {@code work}. */
  public Scheduler.Lane lane(String work) {
    Scheduler.Lane lane = scheduler.lane(name + "/" + work);
    if (alive) {
      lanes.add(lane);
    } else {
      lane.end();
    }
    return lane;
  }

  /** As kill -9 does it. */
  public void kill() {
    alive = false;
    lanes.forEach(Scheduler.Lane::end);
  }

  @Override
  public String toString() {
    return name;
  }
}
