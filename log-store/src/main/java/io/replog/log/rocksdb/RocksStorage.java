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

  static final byte[] NO_KEY = {};
  private static final Duration PATIENCE = Duration.ofSeconds(1);

  private final RocksFiles files;
  private final RocksDB db;
  private final Columns columns;
  private final WriteOptions synced = new WriteOptions().setSync(true);
  // A scan must not evict what other reads need.
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
    } catch (RuntimeException | Error e) {
      files.close();
      throw e;
    }
  }

  @Override
  public void commit(Commit commit) {
    if (failure != null) {
      throw RocksErrors.afterFailedCommit(failure);
    }
    uses.begin();
    try (WriteBatch batch = new WriteBatch()) {
      new RocksBatch(batch, db, columns).fill(commit, length);
      write(batch);
    } catch (RocksDBException e) {
      // The batch was not handed to RocksDB.
      throw RocksErrors.read("what a commit clears", e);
    } finally {
      uses.end();
    }
    commit.facts().ifPresent(after -> facts = after);
    if (commit.clears()) {
      length = facts.first();
    }
    length = commit.cutTo().orElse(length);
    length += commit.appended().size();
  }

  private void write(WriteBatch batch) {
    try {
      db.write(synced, batch);
    } catch (RocksDBException e) {
      failure = RocksErrors.commit(e);
      throw failure;
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
    return entry(columns.log(), "order ", order);
  }

  @Override
  public Optional<LogEntry> heldEntry(long order) {
    return entry(columns.gap(), "held order ", order);
  }

  private Optional<LogEntry> entry(ColumnFamilyHandle column, String what, long order) {
    return Optional.ofNullable(get(column, key(order), what + order))
        .map(record -> stored(order, record));
  }

  @Override
  public OptionalLong orderOf(String id) {
    OptionalLong carried = MintedId.orderOf(id);
    if (carried.isPresent()
        && entry(carried.getAsLong()).filter(e -> e.id().equals(id)).isPresent()) {
      return carried;
    }
    byte[] order = get(columns.ids(), id.getBytes(UTF_8), "the order of an id");
    return order == null ? OptionalLong.empty() : OptionalLong.of(order(order));
  }

  @Override
  public Cursor cursor(long from, long to) {
    return scan(columns.log(), "order ", from, Math.min(to, length));
  }

  @Override
  public Cursor held() {
    return scan(columns.gap(), "held order ", 0, Long.MAX_VALUE);
  }

  private Cursor scan(ColumnFamilyHandle column, String what, long from, long to) {
    uses.begin();
    return new RocksCursor(db.newIterator(column, scan), what, from, to, uses::end);
  }

  @Override
  public Optional<String> meta(String key) {
    return Optional.ofNullable(get(columns.meta(), key.getBytes(UTF_8), "\"" + key + "\""))
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
    } catch (RocksDBException e) {
      throw RocksErrors.read("what begins with \"%s\"".formatted(prefix), e);
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
      throw RocksErrors.copy(folder, e);
    } finally {
      uses.end();
    }
  }

  /**
   * Gives readers a moment to end, and leaves what they still use open until the process ends.
   * Nothing is lost: every commit is on the disk.
   */
  @Override
  public void close() {
    if (uses.close(PATIENCE)) {
      synced.close();
      scan.close();
      files.close();
    }
  }

  private byte[] get(ColumnFamilyHandle column, byte[] key, String what) {
    uses.begin();
    try {
      return db.get(column, key);
    } catch (RocksDBException e) {
      throw RocksErrors.read(what, e);
    } finally {
      uses.end();
    }
  }

  private long lastOrder(ColumnFamilyHandle column) {
    try (RocksIterator last = db.newIterator(column)) {
      last.seekToLast();
      return isAtEntry(last) ? order(last.key()) : -1;
    } catch (RocksDBException e) {
      throw RocksErrors.read("the last order", e);
    }
  }

  /** Whether {@code iterator} stands at an entry; throws on damage, which looks like the end. */
  static boolean isAtEntry(RocksIterator iterator) throws RocksDBException {
    if (iterator.isValid()) {
      return true;
    }
    iterator.status();
    return false;
  }

  static byte[] key(long order) {
    return ByteBuffer.allocate(Long.BYTES).putLong(order).array();
  }

  static long order(byte[] key) {
    long order = key.length == Long.BYTES ? ByteBuffer.wrap(key).getLong() : -1;
    if (order < 0 || order > MintedId.MAX_ORDER) {
      throw StorageException.damage("a key that is no order", null);
    }
    return order;
  }

  static LogEntry stored(long order, byte[] record) {
    try {
      return LogEntry.ofRecord(order, record);
    } catch (IllegalArgumentException e) {
      throw StorageException.damage("order %d: %s".formatted(order, e.getMessage()), e);
    }
  }
}
