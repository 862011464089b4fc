package io.replog.core.fakes;

import io.replog.core.transport.Attempts;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;

/** Tries once for each wake-up, or at once where it was told so. */
public final class FakeAttempts implements Attempts {

  public final AtomicInteger pauses = new AtomicInteger();
  private final Semaphore wakes = new Semaphore(0);
  private volatile boolean always;
  private volatile boolean closed;

  public FakeAttempts always() {
    always = true;
    wake();
    return this;
  }

  @Override
  public <T> T untilSuccess(Callable<T> attempt) throws InterruptedException {
    while (!closed) {
      try {
        return attempt.call();
      } catch (Exception e) {
        pauses.incrementAndGet();
        if (always) {
          Thread.sleep(1); // Virtual threads that only yield can keep all others waiting.
        } else {
          wakes.acquire();
        }
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
    return closed ? "closed for good" : "CLOSED";
  }

  public boolean isClosed() {
    return closed;
  }

  @Override
  public void close() {
    closed = true;
    wake();
  }
}
