package io.replog.log.rocksdb;

import static io.replog.log.TestEntries.appending;
import static io.replog.log.TestEntries.chain;
import static io.replog.log.TestEntries.loose;
import static io.replog.log.TestEntries.messages;
import static io.replog.log.TestEntries.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.replog.log.DurableLog;
import io.replog.log.storage.Commit;
import io.replog.log.storage.Storage;
import io.replog.log.storage.StorageException;
import io.replog.model.LogEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damage to stored files is noticed when they are opened or read; other bytes than those that were
 * stored are never served. Only the torn tail that a crash leaves is normal.
 */
class DamagedFilesTest {

  private static final int COMMITS = 12;
  private static final int PER_COMMIT = 5;

  @TempDir Path temp;
  private Path original;

  @BeforeEach
  void write() {
    original = temp.resolve("original");
    try (Storage storage = RocksStorage.open(original, SmallRocks.SETTINGS)) {
      List<LogEntry> entries = chain(COMMITS * PER_COMMIT);
      storage.commit(new Commit().put("log-id", "the log").hold(loose(1000)));
      for (int i = 0; i < COMMITS; i++) {
        storage.commit(appending(entries.subList(i * PER_COMMIT, (i + 1) * PER_COMMIT)));
      }
    }
  }

  @Test
  void g8_flippedByteInAStoredFileIsNeverServed() throws IOException {
    RocksStorage.open(original, SmallRocks.SETTINGS).close(); // Moves the write-ahead log to files.
    List<String> undamaged = contents(original);
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    int noticed = 0;
    List<Path> tables = files(original, ".sst");
    assertThat(tables).hasSizeGreaterThanOrEqualTo(4);
    for (Path table : tables) {
      long size = Files.size(table);
      // The first byte too: what is read at the start stands there.
      for (long at : LongStream.concat(LongStream.of(0), random.longs(7, 0, size)).toArray()) {
        Path damaged = copy(original);
        flip(damaged.resolve(table.getFileName()), at);
        if (isNoticed(damaged, undamaged, "seed %d: %s at %d".formatted(seed, table, at))) {
          noticed++;
        }
      }
    }
    assertThat(noticed).as("seed %d: most flips hit what matters", seed).isGreaterThan(20);
  }

  /** Damage that changes nothing of what is read may pass; any other must be said. */
  private static boolean isNoticed(Path damaged, List<String> undamaged, String where) {
    List<String> read;
    try {
      read = contents(damaged);
    } catch (StorageException e) {
      return true;
    }
    assertThat(read).as(where).isEqualTo(undamaged);
    return false;
  }

  @Test
  void g1_flippedByteInTheMiddleOfTheWriteAheadLogStopsTheStart() throws IOException {
    Path wal = files(original, ".log").getLast();
    long size = Files.size(wal);
    Set<Long> lengths = highBytesOfLengths(Files.readAllBytes(wal));
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 30; i++) {
      long at = random.nextLong(size * 3 / 4);
      if (lengths.contains(at)) {
        continue;
      }
      Path damaged = copy(original);
      flip(damaged.resolve(wal.getFileName()), at);
      assertThatThrownBy(() -> contents(damaged))
          .as("seed %d: byte %d of %d", seed, at, size)
          .isInstanceOf(StorageException.class)
          .hasMessageContaining("cannot open " + damaged)
          .isInstanceOfSatisfying(StorageException.class, DamagedFilesTest::assertIsDamage);
    }
  }

  /**
   * Where in a small write-ahead log (checksum 4, length 2, type 1, payload; little-endian) a flip
   * makes a record longer than the file. RocksDB cannot tell that from a torn tail.
   */
  private static Set<Long> highBytesOfLengths(byte[] wal) {
    Set<Long> found = new HashSet<>();
    int length;
    for (int record = 0; record < wal.length; record += 7 + length) {
      found.add(record + 5L);
      length = (wal[record + 4] & 0xff) + ((wal[record + 5] & 0xff) << 8);
    }
    return found;
  }

  @Test
  void g1_tornTailOfTheWriteAheadLogLosesOnlyTheTail() throws IOException {
    Path wal = files(original, ".log").getLast();
    int size = (int) Files.size(wal);
    IntStream cuts =
        IntStream.concat(
            IntStream.iterate(size / 2, cut -> cut < size - 20, cut -> cut + 97),
            IntStream.rangeClosed(size - 20, size));
    long lengthBefore = 0;
    for (int kept : cuts.toArray()) {
      Path torn = copy(original);
      truncate(torn.resolve(wal.getFileName()), kept);
      try (DurableLog log = new DurableLog(RocksStorage.open(torn, SmallRocks.SETTINGS))) {
        long length = log.length();
        assertThat(length % PER_COMMIT).as("commits are whole").isZero();
        assertThat(length).isGreaterThanOrEqualTo(lengthBefore);
        assertThat(messages(log)).isEqualTo(messages(chain((int) length)));
        lengthBefore = length;

        log.commit(new Commit().append(next(log, "after", "the crash")));
        assertThat(log.length()).isEqualTo(length + 1);
      }
      if (kept == size - 1) {
        assertThat(lengthBefore).isEqualTo((COMMITS - 1) * PER_COMMIT);
      }
    }
    assertThat(lengthBefore).isEqualTo(COMMITS * PER_COMMIT);
  }

  @Test
  void missingFileStopsTheStart() throws IOException {
    RocksStorage.open(original, SmallRocks.SETTINGS).close();
    for (Path table : files(original, ".sst")) {
      Path damaged = copy(original);
      Files.delete(damaged.resolve(table.getFileName()));
      assertThatThrownBy(() -> contents(damaged))
          .isInstanceOfSatisfying(StorageException.class, DamagedFilesTest::assertIsDamage);
    }
  }

  @Test
  void damageIsToldWithWhatItHitAndTheFile() throws IOException {
    try (Storage storage = RocksStorage.open(original, SmallRocks.SETTINGS)) {
      List<LogEntry> more = chain(2_000); // Opening reads the last block of the log.
      storage.commit(appending(more.subList(COMMITS * PER_COMMIT, more.size())));
    }
    RocksStorage.open(original, SmallRocks.SETTINGS).close(); // Moves the write-ahead log to files.
    try (Storage storage = RocksStorage.open(original, SmallRocks.SETTINGS)) {
      for (Path table : files(original, ".sst")) {
        flip(table, 0);
      }
      assertDamage(() -> storage.entry(3), "order 3:");
      assertDamage(() -> storage.heldEntry(1000), "held order 1000:");
      assertDamage(() -> storage.orderOf("id-3"), "the order of an id:");
      try (var log = storage.cursor(2, 5)) {
        assertDamage(log::hasNext, "order 2:");
      }
      try (var held = storage.held()) {
        assertDamage(held::hasNext, "held order 0:");
      }
      assertThat(storage.failure()).isEmpty();
      storage.commit(new Commit().put("key", "value"));
    }
  }

  private static void assertDamage(ThrowingCallable read, String what) {
    assertThatThrownBy(read)
        .isInstanceOfSatisfying(StorageException.class, DamagedFilesTest::assertIsDamage)
        .hasMessageContainingAll("what is stored is damaged: " + what, ".sst");
  }

  private static void assertIsDamage(StorageException e) {
    assertThat(e.kind()).as(e.getMessage()).isEqualTo(StorageException.Kind.DAMAGE);
  }

  /** All that can be read of a storage. */
  private static List<String> contents(Path folder) {
    List<String> contents = new ArrayList<>();
    try (Storage storage = RocksStorage.open(folder, SmallRocks.SETTINGS)) {
      contents.add("length " + storage.length());
      contents.add("meta " + storage.metaUnder("") + " " + storage.facts());
      try (var log = storage.cursor(0, Long.MAX_VALUE)) {
        log.forEachRemaining(entry -> contents.add(entry + " " + entry.message()));
      }
      try (var held = storage.held()) {
        held.forEachRemaining(entry -> contents.add("held " + entry + " " + entry.message()));
      }
      for (int order = 0; order < COMMITS * PER_COMMIT; order++) {
        contents.add("found " + storage.orderOf("id-" + order));
      }
    }
    return contents;
  }

  private Path copy(Path folder) throws IOException {
    Path copy = Files.createTempDirectory(temp, "copy");
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    return copy;
  }

  private static List<Path> files(Path folder, String ending) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(ending)).sorted().toList();
    }
  }

  private static void flip(Path file, long at) throws IOException {
    byte[] bytes = Files.readAllBytes(file);
    bytes[(int) at] ^= 0x10;
    Files.write(file, bytes);
  }

  private static void truncate(Path file, int size) throws IOException {
    Files.write(file, java.util.Arrays.copyOf(Files.readAllBytes(file), size));
  }
}
