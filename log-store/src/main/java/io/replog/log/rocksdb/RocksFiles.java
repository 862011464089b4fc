package io.replog.log.rocksdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;
import org.rocksdb.RocksDB;
import org.rocksdb.RocksDBException;
import org.rocksdb.WALRecoveryMode;
import org.rocksdb.WriteBufferManager;

/** An open RocksDB and everything native that must be closed with it. */
record RocksFiles(
    RocksDB db, Columns columns, List<ColumnFamilyHandle> handles, List<AutoCloseable> owned)
    implements AutoCloseable {

  static RocksFiles open(Path folder, RocksSettings settings) {
    RocksDB.loadLibrary();
    // Write buffers are charged to the cache, so that both together have one bound.
    Cache cache = new LRUCache(settings.blockCache() + settings.totalWriteBuffers());
    WriteBufferManager buffers = new WriteBufferManager(settings.totalWriteBuffers(), cache);
    DBOptions options = options(settings).setWriteBufferManager(buffers);
    List<ColumnFamilyHandle> handles = new ArrayList<>();
    try {
      Files.createDirectories(folder);
      RocksDB db =
          RocksDB.open(options, folder.toString(), Columns.descriptors(settings, cache), handles);
      return new RocksFiles(db, Columns.of(handles), handles, List.of(options, buffers, cache));
    } catch (RocksDBException | IOException e) {
      throw RocksErrors.open(folder, e);
    }
  }

  private static DBOptions options(RocksSettings settings) {
    return new DBOptions()
        .setCreateIfMissing(true)
        .setCreateMissingColumnFamilies(true)
        // A crash leaves a torn tail; damage before it must stop the start.
        .setWalRecoveryMode(WALRecoveryMode.TolerateCorruptedTailRecords)
        .setParanoidChecks(true)
        .setMaxTotalWalSize(settings.maxWal())
        .setMaxOpenFiles(settings.maxOpenFiles())
        .setMaxBackgroundJobs(2)
        .setBytesPerSync(1 << 20)
        .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
        .setKeepLogFileNum(3)
        .setMaxLogFileSize(10 << 20);
  }

  @Override
  public void close() {
    handles.forEach(ColumnFamilyHandle::close);
    db.close();
    for (AutoCloseable each : owned) {
      try {
        each.close();
      } catch (Exception e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
