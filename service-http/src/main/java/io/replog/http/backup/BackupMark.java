package io.replog.http.backup;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Tells a log that was restored from a backup: the node that starts over it may have forgotten what
 * it promised since. The mark lies among RocksDB's files, which leaves it alone, so that whoever
 * copies these copies it too.
 */
public final class BackupMark {

  private static final String FILE = "BACKUP";

  private BackupMark() {}

  /** Marks the copy of a log in the folder {@code rocksdb}. */
  static void put(Path rocksdb) throws IOException {
    try (FileChannel mark =
        FileChannel.open(
            rocksdb.resolve(FILE), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      mark.force(true);
    }
  }

  /** Whether the log in the data folder {@code dataDir} comes from a backup. */
  public static boolean isIn(Path dataDir) {
    return Files.exists(file(dataDir));
  }

  /** The node has drawn its conclusions: from now on the log is its own. */
  public static void remove(Path dataDir) throws IOException {
    Files.deleteIfExists(file(dataDir));
  }

  private static Path file(Path dataDir) {
    return dataDir.resolve("rocksdb").resolve(FILE);
  }
}
