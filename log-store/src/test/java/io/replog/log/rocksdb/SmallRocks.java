package io.replog.log.rocksdb;

/** Settings that flush often, so that small tests reach the files too. */
final class SmallRocks {

  static final RocksSettings SETTINGS = new RocksSettings(64 << 10, 1 << 20, 1 << 20, 1 << 20, 20);

  private SmallRocks() {}
}
