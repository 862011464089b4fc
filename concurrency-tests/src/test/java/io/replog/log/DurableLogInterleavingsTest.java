package io.replog.log;

import static io.replog.concurrency.Interleavings.must;
import static io.replog.concurrency.Interleavings.shared;
import static io.replog.concurrency.Interleavings.sideBySide;

import io.replog.concurrency.Interleavings;
import io.replog.log.storage.Commit;
import io.replog.log.storage.MemoryStorage;
import io.replog.model.LogEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Whoever reads while the log grows sees a dense prefix of it, and all that it was told is there.
 */
class DurableLogInterleavingsTest {

  private static final List<LogEntry> ENTRIES = TestEntries.chain(3);

  @Test
  void g3_readerSeesADensePrefixWhileEntriesAreAppended() {
    Interleavings.all(
        () -> {
          DurableLog log = shared(new DurableLog(new MemoryStorage()));
          append(log, 0, 1);
          sideBySide(
              () -> {
                append(log, 1, 2);
                append(log, 2, 3);
              },
              () -> {
                long told = log.length();
                List<LogEntry> read = log.batch(0, 9, 1_000);
                must("all that was told is read", () -> read.size() >= told);
                must("dense from 0", () -> isDense(read));
              });
        });
  }

  @Test
  void readerOfALogThatIsEmptiedNeverSeesTheOldEntriesAsNewOnes() {
    Interleavings.all(
        () -> {
          DurableLog log = shared(new DurableLog(new MemoryStorage()));
          append(log, 0, 2);
          LogEntry other = TestEntries.chain(LogEntry.EMPTY_LOG_CHECKSUM, 0, 1, "new-").getFirst();
          sideBySide(
              () -> log.commit(new Commit().clear().append(other)),
              () -> {
                List<LogEntry> read = log.batch(0, 9, 1_000);
                must("of one log", () -> isDense(read) || isOnly(read, other) || read.isEmpty());
              });
        });
  }

  private static boolean isOnly(List<LogEntry> read, LogEntry entry) {
    return read.size() == 1 && read.getFirst() == entry;
  }

  private static boolean isDense(List<LogEntry> read) {
    for (int i = 0; i < read.size(); i++) {
      if (read.get(i) != ENTRIES.get(i)) {
        return false;
      }
    }
    return true;
  }

  private static void append(DurableLog log, int from, int to) {
    Commit commit = new Commit();
    ENTRIES.subList(from, to).forEach(commit::append);
    log.commit(commit);
  }
}
