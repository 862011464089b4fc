package io.replog.http.settings;

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
 * @param maxOpenFiles files of the log that are kept open; fewer if {@code ulimit -n} is low
 */
@AtMost(setting = "writeBuffer", bound = "totalWriteBuffers")
public record StorageSettings(
    @InRange(min = "64KB", max = "64GB") @DefaultValue("32MB") DataSize writeBuffer,
    @InRange(min = "64KB", max = "64GB") @DefaultValue("128MB") DataSize totalWriteBuffers,
    @InRange(min = "1MB", max = "64GB") @DefaultValue("64MB") DataSize blockCache,
    @InRange(min = "1MB", max = "64GB") @DefaultValue("256MB") DataSize maxWal,
    @InRange(min = "20", max = "1000000") @DefaultValue("1000") int maxOpenFiles) {

  /** {@code openFiles}: as many as the process has descriptors for. */
  public RocksSettings toRocks(int openFiles) {
    return new RocksSettings(
        writeBuffer.toBytes(),
        totalWriteBuffers.toBytes(),
        blockCache.toBytes(),
        maxWal.toBytes(),
        openFiles);
  }
}
