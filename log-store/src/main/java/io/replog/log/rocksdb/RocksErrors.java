package io.replog.log.rocksdb;

import io.replog.log.storage.Reason;
import io.replog.log.storage.StorageException;
import io.replog.log.storage.StorageException.Kind;
import java.nio.file.Path;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

/** What RocksDB's errors mean for this node, and what a person can do about them. */
final class RocksErrors {

  private RocksErrors() {}

  /** The batch was handed to RocksDB: how much of it is on the disk is unknown. */
  static StorageException commit(RocksDBException e) {
    String message =
        lacksDescriptors(e)
            ? "a commit failed: %s; start this node anew".formatted(detail(e))
            : "the disk refused a write: %s; free or replace it and start this node anew"
                .formatted(detail(e));
    return new StorageException(Kind.COMMIT, message, e);
  }

  static StorageException afterFailedCommit(StorageException failed) {
    return new StorageException(
        Kind.COMMIT, "refused, as an earlier commit failed: " + failed.getMessage(), failed);
  }

  /** {@code what}: for example {@code order 7}. */
  static StorageException read(String what, RocksDBException e) {
    return isDamage(e)
        ? StorageException.damage(what + ": " + detail(e), e)
        : new StorageException(Kind.OTHER, "cannot read %s: %s".formatted(what, detail(e)), e);
  }

  static StorageException copy(Path folder, Exception e) {
    return failed("cannot copy to " + folder, e);
  }

  static StorageException open(Path folder, Exception e) {
    return failed("cannot open " + folder, e);
  }

  private static StorageException failed(String what, Exception e) {
    return new StorageException(
        isDamage(e) ? Kind.DAMAGE : Kind.OTHER, "%s: %s".formatted(what, detail(e)), e);
  }

  private static boolean isDamage(Exception e) {
    boolean corrupt =
        e instanceof RocksDBException failure
            && failure.getStatus() != null
            && failure.getStatus().getCode() == Status.Code.Corruption;
    // RocksDB reads only files that it has written.
    return corrupt || e instanceof RocksDBException && says(e, "No such file or directory");
  }

  private static boolean lacksDescriptors(Exception e) {
    return says(e, "Too many open files");
  }

  private static boolean isLocked(Exception e) {
    return says(e, "While lock file") || says(e, "lock hold by current process");
  }

  private static boolean says(Exception e, String text) {
    return String.valueOf(e.getMessage()).contains(text);
  }

  private static String detail(Exception e) {
    String said = Reason.of(e);
    if (lacksDescriptors(e)) {
      return said
          + " (this process has no file descriptor left: raise its limit, ulimit -n, or lower"
          + " replog.storage.max-open-files)";
    }
    return isLocked(e) ? "another node has it open (" + said + ")" : said;
  }
}
