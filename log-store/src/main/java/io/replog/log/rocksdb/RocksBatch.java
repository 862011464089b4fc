package io.replog.log.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.replog.log.storage.Commit;
import io.replog.log.storage.Cursor;
import io.replog.model.LogEntry;
import io.replog.model.MintedId;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;

/** Turns a commit into a write batch, which RocksDB applies whole. */
record RocksBatch(WriteBatch batch, RocksDB db, Columns columns) {

  /**
   * Adds all changes of {@code commit}, in the order in which they apply.
   *
   * @param length of the log before it
   */
  void fill(Commit commit, long length) throws RocksDBException {
    if (commit.clears()) {
      clear(columns.log());
      clear(columns.gap());
      clear(columns.ids());
    }
    if (commit.cutTo().isPresent()) {
      cut(commit.cutTo().getAsLong(), length);
    }
    for (LogEntry entry : commit.appended()) {
      byte[] order = RocksStorage.key(entry.order());
      batch.put(columns.log(), order, entry.record());
      if (!MintedId.carries(entry.id(), entry.order())) {
        batch.put(columns.ids(), entry.idBytes(), order);
      }
    }
    for (long order : commit.released()) {
      batch.delete(columns.gap(), RocksStorage.key(order));
    }
    for (LogEntry entry : commit.held()) {
      batch.put(columns.gap(), RocksStorage.key(entry.order()), entry.record());
    }
    Map<String, Optional<String>> texts = new LinkedHashMap<>(commit.meta());
    commit.facts().map(StoredFacts::write).ifPresent(texts::putAll);
    for (var change : texts.entrySet()) {
      byte[] key = change.getKey().getBytes(UTF_8);
      if (change.getValue().isPresent()) {
        batch.put(columns.meta(), key, change.getValue().get().getBytes(UTF_8));
      } else {
        batch.delete(columns.meta(), key);
      }
    }
  }

  private void cut(long to, long length) throws RocksDBException {
    try (Cursor cut =
        new RocksCursor(db.newIterator(columns.log()), "order ", to, length, () -> {})) {
      while (cut.hasNext()) {
        LogEntry entry = cut.next();
        if (!MintedId.carries(entry.id(), entry.order())) {
          batch.delete(columns.ids(), entry.idBytes());
        }
      }
    }
    batch.deleteRange(columns.log(), RocksStorage.key(to), RocksStorage.key(length));
  }

  private void clear(ColumnFamilyHandle column) throws RocksDBException {
    try (RocksIterator last = db.newIterator(column)) {
      last.seekToLast();
      if (RocksStorage.isAtEntry(last)) {
        batch.deleteRange(column, RocksStorage.NO_KEY, last.key());
        batch.delete(column, last.key());
      }
    }
  }
}
