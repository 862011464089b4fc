package io.replog.log;

import io.replog.model.LogEntry;
import java.util.Arrays;
import java.util.List;

/**
 * The newest entries of the log in memory, so that replication need not read them from the disk.
 * Bounded in entries and bytes. Safe for any thread.
 */
final class RecentEntries {

  static final int MAX_ENTRIES = 1 << 14;
  static final long MAX_BYTES = 16 << 20;

  // Invariant: the entry of order o, for first <= o < next, is at o % MAX_ENTRIES;
  // bytes is the sum of their records' lengths.
  private final LogEntry[] ring = new LogEntry[MAX_ENTRIES];
  private long first;
  private long next;
  private long bytes;

  /** Adds what was appended to the log, which was {@code length} long before. */
  synchronized void add(long length, List<LogEntry> appended) {
    if (length != next) {
      clear(length);
    }
    for (LogEntry entry : appended) {
      if (next - first == MAX_ENTRIES) {
        dropFirst();
      }
      ring[slot(next++)] = entry;
      bytes += entry.record().length;
    }
    while (bytes > MAX_BYTES) {
      dropFirst();
    }
  }

  /** Forgets everything; the log is {@code length} long. */
  synchronized void clear(long length) {
    Arrays.fill(ring, null);
    first = length;
    next = length;
    bytes = 0;
  }

  /**
   * Adds entries from {@code from} on while {@code batch} takes them; none if it no longer has that
   * entry.
   */
  synchronized void copy(long from, Batch batch) {
    if (from < first) {
      return;
    }
    long order = from;
    while (order < next && batch.add(ring[slot(order)])) {
      order++;
    }
  }

  private void dropFirst() {
    int slot = slot(first++);
    bytes -= ring[slot].record().length;
    ring[slot] = null;
  }

  private static int slot(long order) {
    return (int) (order & MAX_ENTRIES - 1);
  }
}
