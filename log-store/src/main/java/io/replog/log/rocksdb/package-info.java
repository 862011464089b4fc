/** The log on RocksDB. */
package io.replog.log.rocksdb;
