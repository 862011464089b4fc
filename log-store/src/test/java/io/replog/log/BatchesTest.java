package io.replog.log;

import static io.replog.log.TestEntries.appending;
import static io.replog.log.TestEntries.bytes;
import static io.replog.log.TestEntries.chain;
import static io.replog.log.TestEntries.logOf;
import static io.replog.log.TestEntries.messages;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.log.storage.Commit;
import io.replog.log.storage.MemoryStorage;
import io.replog.model.LogEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a batch of the log has in it, wherever it is read from. */
class BatchesTest {

  private static final long NO_BOUND = Long.MAX_VALUE;
  private static final int RECORD = chain(1).getFirst().record().length;

  private final MemoryStorage storage = new MemoryStorage();

  @Test
  void tailComesFromMemory() {
    DurableLog log = logOf(storage, 5);

    assertThat(messages(log.batch(2, 10, NO_BOUND))).containsExactly("m-2", "m-3", "m-4");
    assertThat(storage.cursors()).isZero();
  }

  @Test
  void whatIsOlderThanTheProcessComesFromTheDisk() {
    logOf(storage, 5);
    MemoryStorage after = storage.crash();
    DurableLog log = new DurableLog(after);

    assertThat(messages(log.batch(2, 10, NO_BOUND))).containsExactly("m-2", "m-3", "m-4");
    assertThat(after.cursors()).isEqualTo(1);
  }

  @Test
  void batchGoesOnOverTheEdgeBetweenDiskAndMemory() {
    logOf(storage, 3);
    MemoryStorage after = storage.crash();
    DurableLog log = new DurableLog(after);
    log.commit(appending(chain(6).subList(3, 6)));

    assertThat(messages(log.batch(1, 4, NO_BOUND))).containsExactly("m-1", "m-2", "m-3", "m-4");
    assertThat(messages(log.batch(3, 10, NO_BOUND))).containsExactly("m-3", "m-4", "m-5");
  }

  @Test
  void batchBeyondTheEndIsEmpty() {
    DurableLog log = logOf(storage, 3);

    assertThat(log.batch(3, 10, NO_BOUND)).isEmpty();
    assertThat(log.batch(99, 10, NO_BOUND)).isEmpty();
  }

  @Test
  void batchHasAtMostSoManyEntries() {
    for (DurableLog log : fromMemoryAndFromDisk(5)) {
      assertThat(messages(log.batch(1, 2, NO_BOUND))).containsExactly("m-1", "m-2");
    }
  }

  @Test
  void batchHasAtMostSoManyBytes() {
    for (DurableLog log : fromMemoryAndFromDisk(5)) {
      assertThat(log.batch(0, 10, 3 * RECORD)).hasSize(3);
      assertThat(log.batch(0, 10, 3 * RECORD - 1)).hasSize(2);
    }
  }

  @Test
  void entryOverTheByteBoundTravelsAlone() {
    for (DurableLog log : fromMemoryAndFromDisk(3)) {
      assertThat(messages(log.batch(1, 10, 1))).containsExactly("m-1");
    }
  }

  @Test
  void memoryIsBoundedInEntriesAndNothingIsMissedBeyondIt() {
    int count = RecentEntries.MAX_ENTRIES + 100;
    DurableLog log = logOf(storage, count);

    assertThat(log.batch(0, 2, NO_BOUND)).extracting(LogEntry::order).containsExactly(0L, 1L);
    assertThat(storage.cursors()).isEqualTo(1);
    assertThat(log.batch(99, 2, NO_BOUND)).extracting(LogEntry::order).containsExactly(99L, 100L);
    assertThat(storage.cursors()).isEqualTo(2);
    assertThat(log.batch(100, count, NO_BOUND)).hasSize(RecentEntries.MAX_ENTRIES);
    assertThat(storage.cursors()).isEqualTo(2);
  }

  @Test
  void memoryIsBoundedInBytesAndNothingIsMissedBeyondIt() {
    DurableLog log = new DurableLog(storage);
    int large = (int) RecentEntries.MAX_BYTES / 4;
    for (int i = 0; i < 6; i++) {
      log.commit(
          new Commit()
              .append(LogEntry.chained(log.checksum(), i, bytes("id-" + i), new byte[large])));
    }

    assertThat(log.batch(3, 10, NO_BOUND)).hasSize(3);
    assertThat(storage.cursors()).isZero();
    assertThat(log.batch(2, 10, NO_BOUND)).hasSize(4);
    assertThat(storage.cursors()).isEqualTo(1);
  }

  @Test
  void anyBatchOfAnyLogIsTheSameAsReadFromAList() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    MemoryStorage disk = storage;
    DurableLog log = new DurableLog(disk);
    List<LogEntry> model = new ArrayList<>();
    for (int step = 0; step < 3_000; step++) {
      int chance = random.nextInt(1000);
      if (chance == 0) {
        log.commit(new Commit().clear());
        model.clear();
      } else if (chance < 10) {
        disk = disk.crash();
        log = new DurableLog(disk);
      } else {
        log.commit(appending(grow(model, random)));
      }
      long from = random.nextInt(model.size() + 2);
      int count = 1 + random.nextInt(50);
      long bytes = random.nextInt(2_000);
      assertThat(log.batch(from, count, bytes))
          .as("seed %d, step %d", seed, step)
          .extracting(LogEntry::checksum)
          .isEqualTo(expected(model, from, count, bytes));
    }
  }

  private static List<LogEntry> grow(List<LogEntry> model, Random random) {
    List<LogEntry> added = new ArrayList<>();
    for (int more = random.nextInt(20); more > 0; more--) {
      long checksum = model.isEmpty() ? LogEntry.EMPTY_LOG_CHECKSUM : model.getLast().checksum();
      byte[] message = new byte[random.nextInt(200)];
      random.nextBytes(message);
      LogEntry entry =
          LogEntry.chained(checksum, model.size(), bytes("id" + model.size()), message);
      model.add(entry);
      added.add(entry);
    }
    return added;
  }

  private static List<Long> expected(List<LogEntry> model, long from, int count, long bytes) {
    List<Long> checksums = new ArrayList<>();
    long size = 0;
    for (long order = from; order < model.size() && checksums.size() < count; order++) {
      LogEntry entry = model.get((int) order);
      size += entry.record().length;
      if (size > bytes && !checksums.isEmpty()) {
        break;
      }
      checksums.add(entry.checksum());
    }
    return checksums;
  }

  private List<DurableLog> fromMemoryAndFromDisk(int count) {
    DurableLog inMemory = logOf(storage, count);
    MemoryStorage other = new MemoryStorage();
    logOf(other, count);
    return List.of(inMemory, new DurableLog(other.crash()));
  }
}
