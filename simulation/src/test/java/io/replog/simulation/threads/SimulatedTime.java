package io.replog.simulation.threads;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.random.RandomGenerator;

/** Those who wait for a time to pass: there is no clock, a pause is over when that is drawn. */
public final class SimulatedTime {

  private record Pause(SimulatedProcess process, Runnable over) {}

  private final List<Pause> pauses = new ArrayList<>();

  /** Calls {@code over} some time from now, if {@code process} lives so long. */
  public void begin(SimulatedProcess process, Runnable over) {
    pauses.add(new Pause(process, over));
  }

  /** Waits for some time on a thread of {@code process}. */
  public void pause(SimulatedProcess process) throws InterruptedException {
    Semaphore over = new Semaphore(0);
    begin(process, over::release);
    over.acquire();
  }

  /** Ends one pause; says whether there was one. */
  public boolean endOne(RandomGenerator random) {
    pauses.removeIf(pause -> !pause.process().isAlive());
    if (pauses.isEmpty()) {
      return false;
    }
    pauses.remove(random.nextInt(pauses.size())).over().run();
    return true;
  }
}
