package io.replog.core.lock;

import java.io.Serial;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/** A lock with what it guards done inside it. */
public final class Guard extends ReentrantLock {
  @Serial private static final long serialVersionUID = 1L;

  /** The result of {@code question}, answered while this thread holds the lock. */
  public <T> T inside(Supplier<T> question) {
    lock();
    try {
      return question.get();
    } finally {
      unlock();
    }
  }

  /** Makes {@code change} while this thread holds the lock. */
  public void inside(Runnable change) {
    lock();
    try {
      change.run();
    } finally {
      unlock();
    }
  }
}
