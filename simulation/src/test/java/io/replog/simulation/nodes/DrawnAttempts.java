package io.replog.simulation.nodes;

import io.replog.core.transport.Attempts;
import io.replog.simulation.threads.SimulatedProcess;
import io.replog.simulation.threads.SimulatedTime;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;

/** Attempts whose pauses end when that is drawn, or at a wake-up. */
public final class DrawnAttempts implements Attempts {

  private final SimulatedTime time;
  private final SimulatedProcess process;
  private final Semaphore wakes = new Semaphore(0);
  private volatile boolean closed;

  public DrawnAttempts(SimulatedTime time, SimulatedProcess process) {
    this.time = time;
    this.process = process;
  }

  @Override
  public <T> T untilSuccess(Callable<T> attempt) throws InterruptedException {
    wakes.drainPermits();
    while (!closed) {
      try {
        return attempt.call();
      } catch (Exception e) {
        time.begin(process, wakes::release);
        wakes.acquire();
        wakes.drainPermits();
      }
    }
    throw new InterruptedException("closed");
  }

  @Override
  public void wake() {
    wakes.release();
  }

  @Override
  public String breaker() {
    return "";
  }

  @Override
  public void close() {
    closed = true;
    wake();
  }
}
