package io.replog.log.rocksdb;

import io.replog.log.storage.Cursor;
import io.replog.model.LogEntry;
import java.util.NoSuchElementException;
import org.rocksdb.RocksIterator;

/** Reads entries with orders in {@code [from, to)} from one column family. */
final class RocksCursor implements Cursor {

  private final RocksIterator entries;
  private final long to;
  private final Runnable closed;

  RocksCursor(RocksIterator entries, long from, long to, Runnable closed) {
    this.entries = entries;
    this.to = to;
    this.closed = closed;
    entries.seek(RocksStorage.key(from));
  }

  @Override
  public boolean hasNext() {
    return RocksStorage.isAtEntry(entries) && RocksStorage.order(entries.key()) < to;
  }

  @Override
  public LogEntry next() {
    if (!hasNext()) {
      throw new NoSuchElementException();
    }
    LogEntry entry = RocksStorage.stored(RocksStorage.order(entries.key()), entries.value());
    entries.next();
    return entry;
  }

  @Override
  public void close() {
    entries.close();
    closed.run();
  }
}
