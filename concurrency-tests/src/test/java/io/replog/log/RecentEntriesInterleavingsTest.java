package io.replog.log;

import static io.replog.concurrency.Interleavings.must;
import static io.replog.concurrency.Interleavings.shared;
import static io.replog.concurrency.Interleavings.sideBySide;

import io.replog.concurrency.Interleavings;
import io.replog.model.LogEntry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whoever reads the tail while it grows, or is forgotten, gets consecutive entries or none. */
class RecentEntriesInterleavingsTest {

  private static final List<LogEntry> ENTRIES = TestEntries.chain(4);

  @Test
  void g3_readerSeesConsecutiveEntriesWhileSomeAreAdded() {
    Interleavings.all(
        () -> {
          RecentEntries recent = shared(new RecentEntries());
          recent.add(0, ENTRIES.subList(0, 1));
          sideBySide(
              () -> {
                recent.add(1, ENTRIES.subList(1, 2));
                recent.add(2, ENTRIES.subList(2, 4));
              },
              () -> mustBeConsecutive(recent, 0),
              () -> mustBeConsecutive(recent, 1));
          must("all are there in the end", () -> from(recent, 0).equals(ENTRIES));
        });
  }

  @Test
  void g3_readerSeesConsecutiveEntriesWhileTheLogIsEmptied() {
    Interleavings.all(
        () -> {
          RecentEntries recent = shared(new RecentEntries());
          recent.add(0, ENTRIES.subList(0, 2));
          sideBySide(
              () -> {
                recent.clear(2);
                recent.add(2, ENTRIES.subList(2, 3));
              },
              () -> mustBeConsecutive(recent, 1));
          must("only the new ones are there", () -> from(recent, 1).isEmpty());
        });
  }

  private static void mustBeConsecutive(RecentEntries recent, int from) {
    List<LogEntry> read = from(recent, from);
    must("consecutive", () -> read.equals(ENTRIES.subList(from, from + read.size())));
  }

  private static List<LogEntry> from(RecentEntries recent, long from) {
    Batch batch = new Batch(9, 10_000);
    recent.copy(from, batch);
    return batch.entries();
  }
}
