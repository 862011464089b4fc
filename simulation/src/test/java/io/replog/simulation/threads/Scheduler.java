package io.replog.simulation.threads;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * Runs the threads of all simulated processes on the one real thread that asks for it, one at a
 * time, each until it waits for something: which one is next is drawn from a seed. So a whole run
 * is a function of its seed, as long as nothing in it asks a real clock.
 *
 * <p>Lanes are there for that too: within a lane threads become ready in a known order, and lanes
 * are looked through by name.
 */
public final class Scheduler {

  // Guarded by this: the JDK may wake a thread from one of its own.
  private final TreeMap<String, Lane> lanes = new TreeMap<>();
  private final List<Throwable> uncaught = new ArrayList<>();
  private int ready;

  /** Whether this JDK lets threads be scheduled from outside. */
  public static boolean isPossible() {
    return VirtualThreads.arePossible();
  }

  synchronized Lane lane(String name) {
    return lanes.computeIfAbsent(name, Lane::new);
  }

  /** Lets one thread go on to where it waits next; says whether there was one. */
  public boolean runOne(RandomGenerator random) {
    Runnable next = draw(random);
    if (next == null) {
      return false;
    }
    next.run();
    return true;
  }

  /** Whether some thread could go on. */
  public synchronized boolean isBusy() {
    return ready > 0;
  }

  private synchronized Runnable draw(RandomGenerator random) {
    if (ready == 0) {
      return null;
    }
    int chosen = random.nextInt(ready);
    for (Lane lane : lanes.values()) {
      if (chosen < lane.runs.size()) {
        ready--;
        return lane.runs.remove(chosen);
      }
      chosen -= lane.runs.size();
    }
    throw new IllegalStateException("miscounted");
  }

  /** What ended a thread that should not have ended so. */
  public synchronized List<Throwable> uncaught() {
    return uncaught;
  }

  private void run(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) {
      synchronized (this) {
        uncaught.add(e);
      }
    }
  }

  /** Threads of one process that do the same kind of work. */
  public final class Lane {
    private final String name;
    private final List<Runnable> runs = new ArrayList<>();
    private boolean ended;

    private Lane(String name) {
      this.name = name;
    }

    private void ready(Runnable run) {
      synchronized (Scheduler.this) {
        if (!ended) {
          runs.add(run);
          ready++;
        }
      }
    }

    /** A thread, not started yet. Those that it makes itself are of this lane too. */
    public Thread thread(Runnable task) {
      return VirtualThreads.on(this::ready, name, () -> run(task));
    }

    public void start(Runnable task) {
      thread(task).start();
    }

    /** No thread of it goes on any more, not even to clean up. */
    void end() {
      synchronized (Scheduler.this) {
        ended = true;
        ready -= runs.size();
        runs.clear();
        lanes.remove(name);
      }
    }
  }
}
