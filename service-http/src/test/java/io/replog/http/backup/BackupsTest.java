package io.replog.http.backup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.replog.log.storage.StorageException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BackupsTest {

  @TempDir Path data;
  private Path folder;
  private Backups backups;

  @BeforeEach
  void create() {
    folder = data.resolve("backups");
    backups = new Backups(folder);
  }

  @Test
  void backupIsInItsPlaceOnlyWhenItIsWhole() throws IOException {
    Optional<Path> written =
        backups.write(
            "monday",
            rocksdb -> {
              assertThat(folder.resolve("monday")).doesNotExist();
              copy("log").accept(rocksdb);
            });

    assertThat(written).hasValue(folder.resolve("monday"));
    assertThat(folder.resolve("monday/rocksdb/file")).hasContent("log");
    assertThat(names()).containsExactly("monday");
    assertThat(BackupMark.isIn(folder.resolve("monday"))).isTrue();
  }

  @Test
  void backupOfANameThatExistsIsNotTouched() throws IOException {
    backups.write("monday", copy("first"));

    assertThat(backups.write("monday", copy("second"))).isEmpty();
    assertThat(folder.resolve("monday/rocksdb/file")).hasContent("first");
  }

  @Test
  void copyThatFailsLeavesNothingAndItsNameIsFree() throws IOException {
    assertThatThrownBy(
            () ->
                backups.write(
                    "monday",
                    rocksdb -> {
                      copy("half").accept(rocksdb);
                      throw new StorageException("no space left");
                    }))
        .isInstanceOf(StorageException.class);

    assertThat(names()).isEmpty();
    assertThat(backups.write("monday", copy("whole"))).isPresent();
  }

  @Test
  void whatACrashLeftIsDeletedByTheNextBackup() throws IOException {
    copy("half").accept(Files.createDirectories(folder.resolve(".unfinished-sunday")).resolve("x"));

    backups.write("monday", copy("whole"));

    assertThat(names()).containsExactly("monday");
  }

  @Test
  void oneOfTwoAtOnceUnderOneNameWins() throws Exception {
    CountDownLatch firstCopies = new CountDownLatch(1);
    CountDownLatch secondAsked = new CountDownLatch(1);
    CompletableFuture<Optional<Path>> first =
        CompletableFuture.supplyAsync(
            () ->
                write(
                    rocksdb -> {
                      firstCopies.countDown();
                      await(secondAsked);
                      copy("first").accept(rocksdb);
                    }),
            Thread::startVirtualThread);
    firstCopies.await();
    CompletableFuture<Optional<Path>> second =
        CompletableFuture.supplyAsync(
            () -> {
              secondAsked.countDown();
              return write(copy("second"));
            },
            Thread::startVirtualThread);

    assertThat(List.of(first.get().isPresent(), second.get().isPresent()))
        .containsExactly(true, false);
    assertThat(folder.resolve("monday/rocksdb/file")).hasContent("first");
    assertThat(names()).containsExactly("monday");
  }

  @Test
  void folderThatCannotBeMadeIsNamedAndIsNoBackupThatExists() throws IOException {
    Files.createFile(folder);

    assertThatThrownBy(() -> backups.write("monday", copy("log")))
        .isInstanceOf(FileSystemException.class)
        .hasMessageContaining(folder.toString());
  }

  @Test
  void folderOfAnotherUserIsNamedBeforeAnythingIsTried() throws IOException {
    Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(Set.of()));
    assumeFalse(Files.isReadable(folder), "root may read everything");

    assertThatThrownBy(() -> backups.write("monday", copy("log")))
        .isInstanceOf(AccessDeniedException.class)
        .hasMessage(folder.toString());
  }

  private Optional<Path> write(Consumer<Path> copy) {
    try {
      return backups.write("monday", copy);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private List<String> names() throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(each -> each.getFileName().toString()).toList();
    }
  }

  private static Consumer<Path> copy(String content) {
    return rocksdb -> {
      try {
        Files.writeString(Files.createDirectory(rocksdb).resolve("file"), content);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }
}
