package io.replog.log.rocksdb;

import io.replog.log.storage.Cursor;
import io.replog.model.LogEntry;
import java.util.NoSuchElementException;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;

/** Reads entries with orders in {@code [from, to)} from one column family. */
final class RocksCursor implements Cursor {

  private static final long UNREAD = -1;

  private final RocksIterator entries;
  private final String what;
  private final long to;
  private final Runnable closed;
  private long upcoming = UNREAD;
  // Invariant: the iterator stands at the first entry whose order is not less.
  private long expected;

  /** {@code what}: how errors name an entry; its order follows. */
  RocksCursor(RocksIterator entries, String what, long from, long to, Runnable closed) {
    this.entries = entries;
    this.what = what;
    this.expected = from;
    this.to = to;
    this.closed = closed;
    entries.seek(RocksStorage.key(from));
  }

  @Override
  public boolean hasNext() {
    if (upcoming == UNREAD) {
      // Each iterator call is a native call: make one per entry.
      upcoming = orderOrEnd();
    }
    return upcoming < to;
  }

  private long orderOrEnd() {
    try {
      return RocksStorage.isAtEntry(entries) ? RocksStorage.order(entries.key()) : to;
    } catch (RocksDBException e) {
      throw RocksErrors.read(what + expected, e);
    }
  }

  @Override
  public LogEntry next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    LogEntry entry = RocksStorage.stored(upcoming, entries.value());
    expected = upcoming + 1;
    entries.next();
    upcoming = UNREAD;
    return entry;
  }

  @Override
  public void close() {
    entries.close();
    closed.run();
  }
}
