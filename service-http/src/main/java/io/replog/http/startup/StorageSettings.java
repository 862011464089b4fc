package io.replog.http.startup;

import io.replog.log.rocksdb.RocksSettings;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Bounds of the storage; its memory is outside the Java heap ({@code replog.storage}).
 *
 * @param writeBuffer one write buffer before it is flushed to a file
 * @param totalWriteBuffers all write buffers together
 * @param blockCache cache of what was read
 * @param maxWal the write-ahead log; bounds how much a start must replay
 * @param maxOpenFiles files of the log that are kept open; fewer where the process may open few
 */
public record StorageSettings(
    @DefaultValue("32MB") DataSize writeBuffer,
    @DefaultValue("128MB") DataSize totalWriteBuffers,
    @DefaultValue("64MB") DataSize blockCache,
    @DefaultValue("256MB") DataSize maxWal,
    @DefaultValue("1000") int maxOpenFiles) {

  public StorageSettings {
    long max = DataSize.ofGigabytes(64).toBytes();
    Setting.inRange("write-buffer", writeBuffer.toBytes(), 64 << 10, max);
    Setting.inRange("total-write-buffers", totalWriteBuffers.toBytes(), writeBuffer.toBytes(), max);
    Setting.inRange("block-cache", blockCache.toBytes(), 1 << 20, max);
    Setting.inRange("max-wal", maxWal.toBytes(), 1 << 20, max);
    Setting.inRange("max-open-files", maxOpenFiles, Descriptors.LEAST_FILES, 1_000_000);
  }

  public RocksSettings toRocks() {
    return new RocksSettings(
        writeBuffer.toBytes(),
        totalWriteBuffers.toBytes(),
        blockCache.toBytes(),
        maxWal.toBytes(),
        Descriptors.ofThisProcess().files(maxOpenFiles));
  }
}
