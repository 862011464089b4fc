package io.replog.log.rocksdb;

/**
 * The bounds of one RocksDB instance; all sizes are in bytes.
 *
 * @param writeBuffer size of one write buffer before it is flushed to a file
 * @param totalWriteBuffers all write buffers together
 * @param blockCache cache of blocks read, index and filter blocks included
 * @param maxWal the write-ahead log before the oldest buffers are flushed; bounds the work of a
 *     start
 * @param maxOpenFiles files of the log that are kept open, 20 at least
 */
public record RocksSettings(
    long writeBuffer, long totalWriteBuffers, long blockCache, long maxWal, int maxOpenFiles) {

  private static final long MIB = 1 << 20;

  public static RocksSettings defaults() {
    return new RocksSettings(32 * MIB, 128 * MIB, 64 * MIB, 256 * MIB, 1000);
  }
}
