package io.replog.log.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;

import io.replog.log.storage.StorageException;
import io.replog.log.storage.StorageException.Kind;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.rocksdb.RocksDBException;
import org.rocksdb.Status;

class RocksErrorsTest {

  private static final Path FOLDER = Path.of("/data/rocksdb");

  @Test
  void lackOfDescriptorsIsNotPutDownToTheDisk() {
    RocksDBException none =
        ioError("While open a file for appending: /data/rocksdb/000012.log: Too many open files");

    StorageException commit = RocksErrors.commit(none);
    assertThat(commit.kind()).isEqualTo(Kind.COMMIT);
    assertThat(commit)
        .hasMessageContainingAll(
            "ulimit -n", "replog.storage.max-open-files", "000012.log", "start this node anew")
        .message()
        .doesNotContain("disk");
    for (StorageException other :
        new StorageException[] {
          RocksErrors.read("order 7", none),
          RocksErrors.copy(FOLDER, none),
          RocksErrors.open(FOLDER, none)
        }) {
      assertThat(other.kind()).isEqualTo(Kind.OTHER);
      assertThat(other).hasMessageContaining("ulimit -n");
    }
  }

  @Test
  void followingRefusalTellsWhatFailedFirst() {
    StorageException first = RocksErrors.commit(ioError("While fdatasync: Input/output error"));

    StorageException next = RocksErrors.afterFailedCommit(first);

    assertThat(next.kind()).isEqualTo(Kind.COMMIT);
    assertThat(next).hasMessageContaining(first.getMessage()).hasCause(first);
  }

  @Test
  void corruptionAndAMissingFileAreDamage() {
    RocksDBException corrupt =
        new RocksDBException(
            new Status(
                Status.Code.Corruption,
                Status.SubCode.None,
                "block checksum mismatch: stored = 1, computed = 2 in /data/rocksdb/000012.sst"));
    RocksDBException missing =
        ioError("While open a file for random read: /data/000012.sst: No such file or directory");

    for (RocksDBException each : new RocksDBException[] {corrupt, missing}) {
      assertThat(RocksErrors.read("order 7", each).kind()).isEqualTo(Kind.DAMAGE);
      assertThat(RocksErrors.open(FOLDER, each).kind()).isEqualTo(Kind.DAMAGE);
      assertThat(RocksErrors.copy(FOLDER, each).kind()).isEqualTo(Kind.DAMAGE);
      assertThat(RocksErrors.read("order 7", each))
          .hasMessageContainingAll("order 7", "000012.sst");
    }
    assertThat(RocksErrors.read("order 7", ioError("While pread: Input/output error")).kind())
        .isEqualTo(Kind.OTHER);
  }

  @Test
  void folderThatCannotBeOpenedIsNamedWithItsCause() {
    assertThat(RocksErrors.open(FOLDER, new AccessDeniedException("/data")))
        .hasMessage("cannot open /data/rocksdb: /data: Permission denied");
    assertThat(RocksErrors.open(FOLDER, new FileSystemException("/data", null, "Read-only file")))
        .hasMessage("cannot open /data/rocksdb: /data: Read-only file");
    assertThat(RocksErrors.open(FOLDER, new FileAlreadyExistsException("/data")))
        .hasMessageEndingWith("/data: a file is in its place");
    assertThat(RocksErrors.open(FOLDER, new NoSuchFileException("/data")).kind())
        .isEqualTo(Kind.OTHER);
  }

  private static RocksDBException ioError(String message) {
    return new RocksDBException(new Status(Status.Code.IOError, Status.SubCode.None, message));
  }
}
