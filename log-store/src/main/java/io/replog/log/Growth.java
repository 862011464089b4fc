package io.replog.log;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Wakes the threads that wait for the log to grow; costs nothing while none waits. */
final class Growth {

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition grown = lock.newCondition();
  private volatile long length;
  private volatile int waiting;

  Growth(long length) {
    this.length = length;
  }

  long length() {
    return length;
  }

  void set(long length) {
    this.length = length;
    if (waiting > 0) {
      lock.lock();
      try {
        grown.signalAll();
      } finally {
        lock.unlock();
      }
    }
  }

  boolean awaitBeyond(long known, Duration timeout) throws InterruptedException {
    long remaining = timeout.toNanos();
    lock.lock();
    try {
      waiting++;
      while (length <= known && remaining > 0) {
        remaining = grown.awaitNanos(remaining);
      }
      return length > known;
    } finally {
      waiting--;
      lock.unlock();
    }
  }
}
