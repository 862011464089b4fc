package io.replog.log.rocksdb;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.replog.log.storage.Commit;
import io.replog.log.storage.Cursor;
import io.replog.log.storage.LogFacts;
import io.replog.log.storage.Storage;
import io.replog.log.storage.StorageException;
import io.replog.model.LogEntry;
import io.replog.model.MintedId;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import org.rocksdb.Checkpoint;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.RocksIterator;
import org.rocksdb.WriteBatch;
import org.rocksdb.WriteOptions;

/** {@link Storage} on RocksDB: a commit is one write batch, synced to the write-ahead log. */
public final class RocksStorage implements Storage {

  private static final byte[] NO_KEY = {};
  private static final String REMEDY = "free or replace it and start this node anew";
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final RocksFiles files;
  private final RocksDB db;
  private final Columns columns;
  private final WriteOptions synced = new WriteOptions().setSync(true);
  // A scan must not push out of the cache what others need.
  private final ReadOptions scan = new ReadOptions().setFillCache(false);
  private final Uses uses = new Uses();
  private volatile StorageException failure;
  private volatile LogFacts facts;
  private volatile long length;

  private RocksStorage(RocksFiles files) {
    this.files = files;
    this.db = files.db();
    this.columns = files.columns();
    this.facts = StoredFacts.read(this::meta);
    this.length = Math.max(facts.first(), lastOrder(columns.log()) + 1);
  }

  /**
   * Opens or creates the storage in {@code folder}.
   *
   * @throws StorageException if another process has it open, or what is stored is damaged
   */
  public static RocksStorage open(Path folder, RocksSettings settings) {
    RocksFiles files = RocksFiles.open(folder, settings);
    try {
      return new RocksStorage(files);
    } catch (StorageException e) {
      files.close();
      throw e;
    }
  }

  @Override
  public void commit(Commit commit) {
    if (failure != null) {
      throw new StorageException("the disk refused an earlier write; " + REMEDY, failure);
    }
    uses.begin();
    try (WriteBatch batch = new WriteBatch()) {
      fill(batch, commit);
      db.write(synced, batch);
    } catch (RocksDBException e) {
      failure =
          new StorageException(
              "the disk refused a write: %s; %s".formatted(e.getMessage(), REMEDY), e);
      throw failure;
    } finally {
      uses.end();
    }
    commit.facts().ifPresent(after -> facts = after);
    if (commit.clears()) {
      length = facts.first();
    }
    length += commit.appended().size();
  }

  private void fill(WriteBatch batch, Commit commit) throws RocksDBException {
    if (commit.clears()) {
      clear(batch, columns.log());
      clear(batch, columns.gap());
      clear(batch, columns.ids());
    }
    for (LogEntry entry : commit.appended()) {
      byte[] order = key(entry.order());
      batch.put(columns.log(), order, entry.record());
      if (!MintedId.carries(entry.id(), entry.order())) {
        batch.put(columns.ids(), entry.idBytes(), order);
      }
    }
    for (long order : commit.released()) {
      batch.delete(columns.gap(), key(order));
    }
    for (LogEntry entry : commit.held()) {
      batch.put(columns.gap(), key(entry.order()), entry.record());
    }
    putTexts(batch, commit.meta());
    if (commit.facts().isPresent()) {
      putTexts(batch, StoredFacts.write(commit.facts().get()));
    }
  }

  private void putTexts(WriteBatch batch, Map<String, Optional<String>> texts)
      throws RocksDBException {
    for (var change : texts.entrySet()) {
      byte[] key = change.getKey().getBytes(UTF_8);
      if (change.getValue().isPresent()) {
        batch.put(columns.meta(), key, change.getValue().get().getBytes(UTF_8));
      } else {
        batch.delete(columns.meta(), key);
      }
    }
  }

  private void clear(WriteBatch batch, ColumnFamilyHandle column) throws RocksDBException {
    try (RocksIterator last = db.newIterator(column)) {
      last.seekToLast();
      if (isAtEntry(last)) {
        batch.deleteRange(column, NO_KEY, last.key());
        batch.delete(column, last.key());
      }
    }
  }

  @Override
  public Optional<StorageException> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public LogFacts facts() {
    return facts;
  }

  @Override
  public long length() {
    return length;
  }

  @Override
  public Optional<LogEntry> entry(long order) {
    return entry(columns.log(), order);
  }

  @Override
  public Optional<LogEntry> heldEntry(long order) {
    return entry(columns.gap(), order);
  }

  private Optional<LogEntry> entry(ColumnFamilyHandle column, long order) {
    return Optional.ofNullable(get(column, key(order))).map(record -> stored(order, record));
  }

  @Override
  public OptionalLong orderOf(String id) {
    OptionalLong carried = MintedId.orderOf(id);
    if (carried.isPresent()
        && entry(carried.getAsLong()).filter(e -> e.id().equals(id)).isPresent()) {
      return carried;
    }
    byte[] order = get(columns.ids(), id.getBytes(UTF_8));
    return order == null ? OptionalLong.empty() : OptionalLong.of(order(order));
  }

  @Override
  public Cursor cursor(long from, long to) {
    return scan(columns.log(), from, Math.min(to, length));
  }

  @Override
  public Cursor held() {
    return scan(columns.gap(), 0, Long.MAX_VALUE);
  }

  private Cursor scan(ColumnFamilyHandle column, long from, long to) {
    uses.begin();
    return new RocksCursor(db.newIterator(column, scan), from, to, uses::end);
  }

  @Override
  public Optional<String> meta(String key) {
    return Optional.ofNullable(get(columns.meta(), key.getBytes(UTF_8)))
        .map(value -> new String(value, UTF_8));
  }

  @Override
  public SortedMap<String, String> metaUnder(String prefix) {
    SortedMap<String, String> found = new TreeMap<>();
    uses.begin();
    try (RocksIterator each = db.newIterator(columns.meta())) {
      for (each.seek(prefix.getBytes(UTF_8)); isAtEntry(each); each.next()) {
        String key = new String(each.key(), UTF_8);
        if (!key.startsWith(prefix)) {
          break;
        }
        found.put(key, new String(each.value(), UTF_8));
      }
    } finally {
      uses.end();
    }
    return found;
  }

  @Override
  public void copyTo(Path folder) {
    uses.begin();
    try (Checkpoint checkpoint = Checkpoint.create(db)) {
      checkpoint.createCheckpoint(folder.toString());
    } catch (RocksDBException e) {
      throw new StorageException("cannot copy to " + folder + ": " + e.getMessage(), e);
    } finally {
      uses.end();
    }
  }

  /**
   * Gives readers a moment to end. What they still use is left to the end of the process: nothing
   * is lost by that, since every commit is on the disk.
   */
  @Override
  public void close() {
    if (uses.close(PATIENCE)) {
      synced.close();
      scan.close();
      files.close();
    }
  }

  private byte[] get(ColumnFamilyHandle column, byte[] key) {
    uses.begin();
    try {
      return db.get(column, key);
    } catch (RocksDBException e) {
      throw new StorageException("cannot read from the disk: " + e.getMessage(), e);
    } finally {
      uses.end();
    }
  }

  private long lastOrder(ColumnFamilyHandle column) {
    try (RocksIterator last = db.newIterator(column)) {
      last.seekToLast();
      return isAtEntry(last) ? order(last.key()) : -1;
    }
  }

  /** Whether {@code iterator} stands at an entry; damage must not be taken for the end. */
  static boolean isAtEntry(RocksIterator iterator) {
    if (iterator.isValid()) {
      return true;
    }
    try {
      iterator.status();
      return false;
    } catch (RocksDBException e) {
      throw new StorageException("cannot read from the disk: " + e.getMessage(), e);
    }
  }

  static byte[] key(long order) {
    return ByteBuffer.allocate(Long.BYTES).putLong(order).array();
  }

  static long order(byte[] key) {
    long order = key.length == Long.BYTES ? ByteBuffer.wrap(key).getLong() : -1;
    if (order < 0 || order > MintedId.MAX_ORDER) {
      throw new StorageException("what is stored is damaged: a key that is no order");
    }
    return order;
  }

  static LogEntry stored(long order, byte[] record) {
    try {
      return LogEntry.ofRecord(order, record);
    } catch (IllegalArgumentException e) {
      throw new StorageException("what is stored is damaged: " + e.getMessage(), e);
    }
  }
}
