package io.replog.log;

import io.replog.model.LogEntry;
import java.util.ArrayList;
import java.util.List;

/** Gathers entries until a bound is reached; an entry over the byte bound travels alone. */
final class Batch {

  private final int maxCount;
  private final long maxBytes;
  private final List<LogEntry> entries = new ArrayList<>();
  private long bytes;

  Batch(int maxCount, long maxBytes) {
    this.maxCount = maxCount;
    this.maxBytes = maxBytes;
  }

  /** Takes {@code entry}, or says that the batch is full. */
  boolean add(LogEntry entry) {
    int size = entry.record().length;
    if (entries.size() == maxCount || !entries.isEmpty() && bytes + size > maxBytes) {
      return false;
    }
    entries.add(entry);
    bytes += size;
    return true;
  }

  List<LogEntry> entries() {
    return entries;
  }
}
