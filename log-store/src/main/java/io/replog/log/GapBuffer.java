package io.replog.log;

import io.replog.log.storage.Cursor;
import io.replog.log.storage.Storage;
import io.replog.model.LogEntry;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Entries ahead of the visible prefix: on the disk, invisible, bounded. Keeps only their orders and
 * sizes in memory. Used by the one thread that commits.
 */
public final class GapBuffer {

  private final Storage storage;
  private final int maxCount;
  private final long maxBytes;

  // Invariant: exactly the orders held on the disk, each with its record's length; bytes is their
  // sum.
  private final TreeMap<Long, Integer> sizes = new TreeMap<>();
  private long bytes;
  private volatile int count;

  public GapBuffer(Storage storage, int maxCount, long maxBytes) {
    this.storage = storage;
    this.maxCount = maxCount;
    this.maxBytes = maxBytes;
    try (Cursor held = storage.held()) {
      held.forEachRemaining(this::hold);
    }
  }

  /** How many entries are held. Safe for any thread. */
  public int count() {
    return count;
  }

  /** A copy of the held orders, ascending. */
  public List<Long> orders() {
    return List.copyOf(sizes.keySet());
  }

  public boolean holds(long order) {
    return sizes.containsKey(order);
  }

  public Optional<LogEntry> entry(long order) {
    return holds(order) ? storage.heldEntry(order) : Optional.empty();
  }

  /** Whether as many more entries of together {@code size} bytes would fit. */
  public boolean hasRoomFor(int more, long size) {
    return sizes.size() + more <= maxCount && bytes + size <= maxBytes;
  }

  /** A commit held {@code entry}. */
  public void hold(LogEntry entry) {
    Integer before = sizes.put(entry.order(), entry.record().length);
    bytes += entry.record().length - (before == null ? 0 : before);
    count = sizes.size();
  }

  /** A commit released the entry at {@code order}. */
  public void release(long order) {
    bytes -= sizes.remove(order);
    count = sizes.size();
  }

  /** A commit emptied the log. */
  public void clear() {
    sizes.clear();
    bytes = 0;
    count = 0;
  }
}
