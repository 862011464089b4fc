package io.replog.log;

import static io.replog.log.TestEntries.bytes;
import static io.replog.log.TestEntries.loose;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.log.storage.Commit;
import io.replog.log.storage.MemoryStorage;
import io.replog.model.LogEntry;
import org.junit.jupiter.api.Test;

class GapBufferTest {

  private static final int RECORD = loose(1).record().length;

  private final MemoryStorage storage = new MemoryStorage();
  private final GapBuffer gap = new GapBuffer(storage, 3, 10 * RECORD);

  @Test
  void newBufferHoldsNothing() {
    assertThat(gap.count()).isZero();
    assertThat(gap.holds(0)).isFalse();
    assertThat(gap.entry(0)).isEmpty();
    assertThat(gap.hasRoomFor(3, 10 * RECORD)).isTrue();
  }

  @Test
  void heldEntryCanBeReadUntilItIsReleased() {
    hold(loose(5));

    assertThat(gap.holds(5)).isTrue();
    assertThat(gap.holds(4)).isFalse();
    assertThat(gap.entry(5).orElseThrow().message()).isEqualTo("m-5");

    storage.commit(new Commit().release(5));
    gap.release(5);
    assertThat(gap.holds(5)).isFalse();
    assertThat(gap.count()).isZero();
    assertThat(gap.entry(5)).isEmpty();
  }

  @Test
  void g1_heldEntriesAndTheirBoundsSurviveACrash() {
    hold(loose(5));
    hold(loose(9));

    GapBuffer after = new GapBuffer(storage.crash(), 3, 3 * RECORD);

    assertThat(after.count()).isEqualTo(2);
    assertThat(after.holds(5)).isTrue();
    assertThat(after.entry(9).orElseThrow().message()).isEqualTo("m-9");
    assertThat(after.hasRoomFor(1, RECORD)).isTrue();
    assertThat(after.hasRoomFor(2, RECORD)).isFalse();
    assertThat(after.hasRoomFor(1, RECORD + 1)).isFalse();
  }

  @Test
  void runsOfHeldOrdersAreShownUpToABound() {
    GapBuffer wide = new GapBuffer(storage, 100, 1 << 20);
    assertThat(wide.ranges()).isEmpty();

    for (long order : new long[] {9, 7, 8, 12}) {
      wide.hold(loose(order));
    }
    assertThat(wide.ranges()).containsExactly(new HeldRange(7, 9), new HeldRange(12, 12));

    wide.release(8);
    wide.hold(loose(12));
    assertThat(wide.count()).isEqualTo(3);
    assertThat(wide.ranges()).extracting(HeldRange::first).containsExactly(7L, 9L, 12L);

    for (int i = 0; i < GapBuffer.SHOWN_RANGES; i++) {
      wide.hold(loose(20 + 2 * i));
    }
    assertThat(wide.ranges()).hasSize(GapBuffer.SHOWN_RANGES).doesNotContain(new HeldRange(50, 50));
  }

  @Test
  void countIsBounded() {
    assertThat(gap.hasRoomFor(4, 1)).isFalse();
    hold(loose(1));
    hold(loose(2));
    assertThat(gap.hasRoomFor(1, 1)).isTrue();
    assertThat(gap.hasRoomFor(2, 1)).isFalse();
    gap.release(1);
    assertThat(gap.hasRoomFor(2, 1)).isTrue();
  }

  @Test
  void bytesAreBounded() {
    assertThat(gap.hasRoomFor(1, 10 * RECORD + 1)).isFalse();
    hold(loose(1));
    assertThat(gap.hasRoomFor(1, 9 * RECORD)).isTrue();
    assertThat(gap.hasRoomFor(1, 9 * RECORD + 1)).isFalse();
    gap.release(1);
    assertThat(gap.hasRoomFor(1, 10 * RECORD)).isTrue();
  }

  @Test
  void entryThatReplacesAnotherIsCountedOnce() {
    hold(LogEntry.unchained(1, bytes("id"), new byte[3 * RECORD]));
    hold(loose(1));

    assertThat(gap.count()).isEqualTo(1);
    assertThat(gap.hasRoomFor(1, 9 * RECORD)).isTrue();
    assertThat(gap.hasRoomFor(1, 9 * RECORD + 1)).isFalse();
  }

  @Test
  void clearingFreesAllRoom() {
    hold(loose(1));
    hold(loose(2));

    gap.clear();

    assertThat(gap.count()).isZero();
    assertThat(gap.holds(1)).isFalse();
    assertThat(gap.hasRoomFor(3, 10 * RECORD)).isTrue();
  }

  private void hold(LogEntry entry) {
    storage.commit(new Commit().hold(entry));
    gap.hold(entry);
  }
}
