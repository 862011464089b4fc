package io.replog.simulation.nodes;

import io.replog.master.replication.Attempts;
import io.replog.simulation.threads.Pauses;
import io.replog.simulation.threads.SimulatedProcess;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;

/** Attempts whose pauses end when that is drawn, or at a wake-up. */
final class DrawnAttempts implements Attempts {

  private final Pauses pauses;
  private final SimulatedProcess process;
  private final Semaphore wakes = new Semaphore(0);
  private volatile boolean closed;

  DrawnAttempts(Pauses pauses, SimulatedProcess process) {
    this.pauses = pauses;
    this.process = process;
  }

  @Override
  public <T> T untilSuccess(Callable<T> attempt) throws InterruptedException {
    wakes.drainPermits();
    while (true) {
      try {
        return attempt.call();
      } catch (Exception e) {
        pause();
      }
    }
  }

  private void pause() throws InterruptedException {
    pauses.begin(process, wakes::release);
    wakes.acquire();
    wakes.drainPermits();
    if (closed) {
      throw new InterruptedException("closed");
    }
  }

  @Override
  public void wake() {
    wakes.release();
  }

  @Override
  public void close() {
    closed = true;
    wake();
  }
}
