package io.replog.log.rocksdb;

import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyHandle;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.RocksDB;

/**
 * The four column families.
 *
 * @param meta (the default one) log id, epoch, members: text to text
 * @param log the visible prefix: order (8 bytes, big-endian) to record
 * @param gap entries ahead of the prefix: the same form
 * @param ids ids given by clients to their order; minted ids carry theirs
 */
record Columns(
    ColumnFamilyHandle meta,
    ColumnFamilyHandle log,
    ColumnFamilyHandle gap,
    ColumnFamilyHandle ids) {

  static List<ColumnFamilyDescriptor> descriptors(RocksSettings settings, Cache cache) {
    return List.of(
        new ColumnFamilyDescriptor(RocksDB.DEFAULT_COLUMN_FAMILY, options(settings, table(cache))),
        new ColumnFamilyDescriptor("log".getBytes(), options(settings, table(cache))),
        new ColumnFamilyDescriptor("gap".getBytes(), options(settings, table(cache))),
        new ColumnFamilyDescriptor("ids".getBytes(), ids(settings, cache)));
  }

  static Columns of(List<ColumnFamilyHandle> handles) {
    return new Columns(handles.get(0), handles.get(1), handles.get(2), handles.get(3));
  }

  private static ColumnFamilyOptions options(RocksSettings settings, BlockBasedTableConfig table) {
    return new ColumnFamilyOptions()
        .setWriteBufferSize(settings.writeBuffer())
        .setCompressionType(CompressionType.LZ4_COMPRESSION)
        .setTableFormatConfig(table);
  }

  private static BlockBasedTableConfig table(Cache cache) {
    return new BlockBasedTableConfig()
        .setBlockCache(cache)
        .setCacheIndexAndFilterBlocks(true)
        .setPinL0FilterAndIndexBlocksInCache(true)
        .setBlockSize(16 << 10);
  }

  /** Most look-ups are for new ids: filters, also in memory, answer them without a read. */
  private static ColumnFamilyOptions ids(RocksSettings settings, Cache cache) {
    return options(settings, table(cache).setFilterPolicy(new BloomFilter(10)))
        .setMemtablePrefixBloomSizeRatio(0.1)
        .setMemtableWholeKeyFiltering(true);
  }
}
