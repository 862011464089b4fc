package io.replog.http.backup;

import io.replog.log.storage.Reason;
import io.replog.log.storage.StorageException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * The folder of a node's backups, each in a folder of its own name. A backup is written beside its
 * place and moved there when it is whole. Safe for any thread; one backup is written at a time.
 */
final class Backups {

  private static final Logger logger = LoggerFactory.getLogger(Backups.class);

  /** No name of a backup begins so. */
  private static final String UNFINISHED = ".unfinished-";

  private final ReentrantLock writing = new ReentrantLock();
  private final Path folder;

  /** {@code folder}: nobody else may write to it. */
  Backups(Path folder) {
    this.folder = folder;
  }

  /**
   * Has {@code copy} write a backup: into the folder {@code rocksdb} of a folder that exists.
   *
   * @return the backup's folder; empty if there is one of this name already
   * @throws IOException naming the folder; nothing is left behind
   * @throws StorageException if the copy failed; nothing is left behind
   */
  Optional<Path> write(String name, Consumer<Path> copy) throws IOException {
    writing.lock();
    try {
      Path finished = folder.resolve(name);
      if (Files.exists(finished)) {
        return Optional.empty();
      }
      Files.createDirectories(folder);
      if (!Files.isWritable(folder) || !Files.isReadable(folder) || !Files.isExecutable(folder)) {
        throw new AccessDeniedException(folder.toString());
      }
      deleteUnfinished(); // Left behind by a crash or a failed deletion.
      Path unfinished = folder.resolve(UNFINISHED + name);
      try {
        Path copied = Files.createDirectory(unfinished).resolve("rocksdb");
        copy.accept(copied);
        BackupMark.put(copied);
        return Optional.of(Files.move(unfinished, finished, StandardCopyOption.ATOMIC_MOVE));
      } finally {
        deleteUnfinished();
      }
    } finally {
      writing.unlock();
    }
  }

  private void deleteUnfinished() {
    try (DirectoryStream<Path> unfinished = Files.newDirectoryStream(folder, UNFINISHED + "*")) {
      for (Path each : unfinished) {
        FileSystemUtils.deleteRecursively(each);
      }
    } catch (IOException | DirectoryIteratorException e) {
      logger.warn("an unfinished backup could not be deleted: {}", Reason.of(e));
    }
  }
}
