package io.replog.log.rocksdb;

import io.replog.log.storage.Cursor;
import io.replog.model.LogEntry;
import java.util.NoSuchElementException;
import org.rocksdb.RocksIterator;

/** Reads entries with orders in {@code [from, to)} from one column family. */
final class RocksCursor implements Cursor {

  private static final long UNREAD = -1;

  private final RocksIterator entries;
  private final long to;
  private final Runnable closed;
  private long upcoming = UNREAD;

  RocksCursor(RocksIterator entries, long from, long to, Runnable closed) {
    this.entries = entries;
    this.to = to;
    this.closed = closed;
    entries.seek(RocksStorage.key(from));
  }

  @Override
  public boolean hasNext() {
    if (upcoming == UNREAD) {
      // Each question to the iterator is a call into native code: ask once for each entry.
      upcoming = RocksStorage.isAtEntry(entries) ? RocksStorage.order(entries.key()) : to;
    }
    return upcoming < to;
  }

  @Override
  public LogEntry next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    LogEntry entry = RocksStorage.stored(upcoming, entries.value());
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
