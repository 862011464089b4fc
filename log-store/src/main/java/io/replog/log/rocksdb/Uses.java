package io.replog.log.rocksdb;

import io.replog.log.storage.StorageException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the users of native memory, so that nobody frees it while it is in use. */
final class Uses {

  private final AtomicInteger count = new AtomicInteger();
  private volatile boolean closed;

  /** Begins a use, which {@link #end} must end. */
  void begin() {
    count.incrementAndGet();
    if (closed) {
      end();
      throw new StorageException(StorageException.Kind.OTHER, "the storage is closed", null);
    }
  }

  void end() {
    count.decrementAndGet();
  }

  /** Refuses new uses; returns whether all others ended in time. */
  boolean close(Duration patience) {
    closed = true;
    long end = System.nanoTime() + patience.toNanos();
    try {
      while (count.get() > 0 && System.nanoTime() < end) {
        TimeUnit.MILLISECONDS.sleep(5);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return count.get() == 0;
  }
}
