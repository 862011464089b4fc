package io.replog.simulation.threads;

import io.replog.core.threads.Threads;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/** One start of a node: a set of threads that ends all at once, between any two of their steps. */
public final class SimulatedProcess implements Threads {

  private final Scheduler scheduler;
  private final SimulatedTime time;
  private final String name;
  private final Set<Scheduler.Lane> lanes = new LinkedHashSet<>();
  private final List<SimulatedProcess> parts = new ArrayList<>();
  private boolean alive = true;
  private boolean closed;

  /** {@code name}: different for each start. */
  public SimulatedProcess(Scheduler scheduler, SimulatedTime time, String name) {
    this.scheduler = scheduler;
    this.time = time;
    this.name = name;
  }

  public String name() {
    return name;
  }

  /** A part of it that may be closed before it: its threads belong to this process too. */
  public SimulatedProcess part(String part) {
    SimulatedProcess made = new SimulatedProcess(scheduler, time, name + "/" + part);
    made.alive = alive;
    parts.add(made);
    return made;
  }

  public boolean isAlive() {
    return alive;
  }

  /** Its role has ended, and says nothing any more; what it began may still end. */
  public void close() {
    closed = true;
  }

  public boolean isClosed() {
    return closed;
  }

  /** Whether the calling thread is one of its own. */
  public boolean isRunning() {
    return Thread.currentThread().getName().startsWith(name + "/");
  }

  @Override
  public Thread unstarted(String work, Runnable body) {
    return lane(work).thread(body);
  }

  @Override
  public void pause() throws InterruptedException {
    time.pause(this);
  }

  @Override
  public void linger(CompletableFuture<?> rest) {
    CompletableFuture<Void> moment = new CompletableFuture<>();
    time.begin(this, () -> moment.complete(null));
    CompletableFuture.anyOf(rest, moment).join();
  }

  @Override
  public Executor deliveries(String secondary) {
    Scheduler.Lane lane = lane("deliveries to " + secondary);
    return lane::start;
  }

  /** The threads for {@code work}. */
  private Scheduler.Lane lane(String work) {
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
    parts.forEach(SimulatedProcess::kill);
    lanes.forEach(Scheduler.Lane::end);
  }

  @Override
  public String toString() {
    return name;
  }
}
