package io.replog.log;

import io.replog.log.storage.Cursor;
import io.replog.log.storage.Storage;
import io.replog.model.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/**
 * Entries ahead of the visible prefix: on the disk, invisible, bounded. Keeps only their orders and
 * sizes in memory. Used by the one thread that commits, except where a method says so.
 */
public final class GapBuffer {

  /** The most runs of held orders that a node shows. */
  public static final int SHOWN_RANGES = 16;

  /** The most orders that {@link #ranges} looks at. */
  private static final int MAX_SEEN = 10_000;

  private final Storage storage;
  private final int maxCount;
  private final long maxBytes;

  // Invariant: exactly the orders held on the disk, each with its record's length; bytes is their
  // sum.
  private final ConcurrentSkipListMap<Long, Integer> sizes = new ConcurrentSkipListMap<>();
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

  /**
   * The first {@link #SHOWN_RANGES} runs of held orders, ascending; the last one may be cut short
   * where very many are held. Safe for any thread.
   */
  public List<HeldRange> ranges() {
    List<HeldRange> ranges = new ArrayList<>();
    int seen = 0;
    for (long order : sizes.keySet()) {
      HeldRange last = ranges.isEmpty() ? null : ranges.getLast();
      if (last != null && order == last.last() + 1) {
        ranges.set(ranges.size() - 1, new HeldRange(last.first(), order));
      } else if (ranges.size() < SHOWN_RANGES) {
        ranges.add(new HeldRange(order, order));
      } else {
        break;
      }
      if (++seen == MAX_SEEN) {
        break;
      }
    }
    return ranges;
  }

  public boolean holds(long order) {
    return sizes.containsKey(order);
  }

  public Optional<LogEntry> entry(long order) {
    return holds(order) ? storage.heldEntry(order) : Optional.empty();
  }

  /** Whether as many more entries of together {@code size} bytes would fit. */
  public boolean hasRoomFor(int more, long size) {
    return count + more <= maxCount && bytes + size <= maxBytes;
  }

  /** A commit held {@code entry}. */
  public void hold(LogEntry entry) {
    Integer before = sizes.put(entry.order(), entry.record().length);
    bytes += entry.record().length - (before == null ? 0 : before);
    if (before == null) {
      count = count + 1;
    }
  }

  /** A commit released the entry at {@code order}. */
  public void release(long order) {
    bytes -= sizes.remove(order);
    count = count - 1;
  }

  /** A commit emptied the log. */
  public void clear() {
    sizes.clear();
    bytes = 0;
    count = 0;
  }
}
