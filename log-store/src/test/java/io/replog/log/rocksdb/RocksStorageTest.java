package io.replog.log.rocksdb;

import static io.replog.log.TestEntries.appending;
import static io.replog.log.TestEntries.chain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.replog.log.storage.Commit;
import io.replog.log.storage.Storage;
import io.replog.log.storage.StorageContract;
import io.replog.log.storage.StorageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RocksStorageTest extends StorageContract {

  @TempDir Path temp;

  private Path folder() {
    return temp.resolve("not/there/yet");
  }

  @Override
  protected Storage create() {
    return RocksStorage.open(folder(), SmallRocks.SETTINGS);
  }

  @Override
  protected Storage reopen(Storage storage) {
    storage.close();
    return RocksStorage.open(folder(), SmallRocks.SETTINGS);
  }

  @Override
  protected Path freshFolder() {
    return temp.resolve("copy");
  }

  @Override
  protected Storage openCopy(Storage original, Path folder) {
    return RocksStorage.open(folder, SmallRocks.SETTINGS);
  }

  @Test
  void folderThatIsOpenIsRefusedToASecondNodeOfThisProcess() {
    assertThatThrownBy(() -> RocksStorage.open(folder(), SmallRocks.SETTINGS))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining("cannot open " + folder())
        .hasMessageContainingAll("another node has it open", "LOCK");
    storage.commit(appending(chain(1)));
  }

  @Test
  void folderThatIsOpenIsRefusedToAnotherProcess() throws Exception {
    Process other =
        new ProcessBuilder(
                ProcessHandle.current().info().command().orElseThrow(),
                "-cp",
                System.getProperty("java.class.path"),
                SecondProcess.class.getName(),
                folder().toString())
            .redirectErrorStream(true)
            .start();
    String said = new String(other.getInputStream().readAllBytes());

    assertThat(other.waitFor()).as(said).isEqualTo(SecondProcess.REFUSED);
    assertThat(said).contains("cannot open " + folder()).contains("another node has it open");
    storage.commit(appending(chain(1)));
  }

  /** Tries to open a folder, and says how that went. */
  static final class SecondProcess {
    static final int REFUSED = 7;

    private SecondProcess() {}

    public static void main(String[] folder) {
      try (Storage storage = RocksStorage.open(Path.of(folder[0]), SmallRocks.SETTINGS)) {
        System.out.println("opened, length " + storage.length());
      } catch (StorageException e) {
        System.out.println(e.getMessage());
        System.exit(REFUSED);
      }
    }
  }

  @Test
  void folderThatCannotBeMadeIsRefusedWithItsName() throws IOException {
    Path file = Files.createFile(temp.resolve("file"));

    assertThatThrownBy(() -> RocksStorage.open(file.resolve("data"), SmallRocks.SETTINGS))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(file.toString());
    assertThatThrownBy(() -> RocksStorage.open(file, SmallRocks.SETTINGS))
        .isInstanceOf(StorageException.class)
        .hasMessage("cannot open %1$s: %1$s: a file is in its place", file);
  }

  @Test
  void commitThatIsNotHandedToTheDiskRefusesNoOther() {
    assertThatThrownBy(() -> storage.commit(new Commit().append(null)))
        .isInstanceOf(NullPointerException.class);

    assertThat(storage.failure()).isEmpty();
    storage.commit(appending(chain(1)));
  }

  @Test
  void copyIsNotWrittenIntoAFolderThatExists() throws IOException {
    Path existing = Files.createDirectory(temp.resolve("existing"));

    assertThatThrownBy(() -> storage.copyTo(existing))
        .isInstanceOf(StorageException.class)
        .hasMessageContaining(existing.toString());
    storage.commit(new Commit().put("key", "value"));
  }

  @Test
  void closedStorageSaysSoToThoseWhoStillReadOrWrite() {
    storage.commit(appending(chain(3)));
    try (var reading = storage.cursor(0, 3)) {
      reading.next();

      storage.close();

      assertThat(reading.next().message()).isEqualTo("m-1");
      for (Runnable late :
          List.<Runnable>of(
              () -> storage.entry(0),
              () -> storage.cursor(0, 3),
              () -> storage.metaUnder(""),
              () -> storage.commit(new Commit().put("key", "value")),
              () -> storage.copyTo(freshFolder()))) {
        assertThatThrownBy(late::run)
            .isInstanceOf(StorageException.class)
            .hasMessageContaining("closed");
      }
    }
  }

  @Test
  void logLargerThanTheWriteBuffersIsReadBackWhole() {
    int count = 20_000;
    var entries = chain(count);
    for (int from = 0; from < count; from += 1000) {
      storage.commit(appending(entries.subList(from, from + 1000)));
    }
    storage = reopen(storage);

    assertThat(storage.length()).isEqualTo(count);
    try (var all = storage.cursor(0, Long.MAX_VALUE)) {
      entries.forEach(entry -> assertThat(all.next().record()).isEqualTo(entry.record()));
      assertThat(all.hasNext()).isFalse();
    }
    for (int order = 0; order < count; order += 997) {
      assertThat(storage.orderOf("id-" + order)).hasValue(order);
    }
  }
}
