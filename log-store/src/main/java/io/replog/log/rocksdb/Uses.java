package io.replog.log.rocksdb;

import io.replog.log.storage.StorageException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts those who use native memory, so that it is not freed under their hands. */
final class Uses {

  private final AtomicInteger count = new AtomicInteger();
  private volatile boolean closed;

  /** Begins a use; to be ended by {@link #end}. */
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

  /** Lets no new use begin; says whether all others ended in time. */
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
