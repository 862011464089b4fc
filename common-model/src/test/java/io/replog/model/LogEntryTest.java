package io.replog.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogEntryTest {

  private static final long AFTER = 0x1234_5678_9abc_def0L;

  @ParameterizedTest
  @ValueSource(strings = {"m", "", "two\nlines \u0000 and a tab\t", "ünïcode 漢字 🎉"})
  void recordGivesBackWhatWasPutIn(String message) {
    LogEntry entry = LogEntry.chained(AFTER, 7, bytes("id-ü"), bytes(message));

    LogEntry read = LogEntry.ofRecord(7, entry.record());

    assertThat(read.order()).isEqualTo(7);
    assertThat(read.id()).isEqualTo("id-ü");
    assertThat(read.idBytes()).isEqualTo(bytes("id-ü"));
    assertThat(read.message()).isEqualTo(message);
    assertThat(read.hasMessage(bytes(message))).isTrue();
    assertThat(read.checksum()).isEqualTo(entry.checksum());
    assertThat(Arrays.copyOfRange(read.record(), read.messageOffset(), read.record().length))
        .isEqualTo(bytes(message))
        .hasSize(read.messageLength());
  }

  @Test
  void longestIdIsKeptWhole() {
    String id = "🎉".repeat(MessageId.MAX_LENGTH);

    assertThat(LogEntry.unchained(0, bytes(id), bytes("m")).id()).isEqualTo(id);
  }

  @Test
  void recordHasTheDocumentedForm() {
    byte[] record = LogEntry.unchained(0, bytes("ab"), bytes("xyz")).record();

    assertThat(record).containsExactly(0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 'a', 'b', 'x', 'y', 'z');
  }

  @Test
  void g8_chainedEntryFollowsOnlyTheLogItWasMadeFor() {
    LogEntry entry = LogEntry.chained(AFTER, 3, bytes("id"), bytes("m"));

    assertThat(entry.isChained()).isTrue();
    assertThat(entry.follows(AFTER)).isTrue();
    assertThat(entry.follows(AFTER + 1)).isFalse();
    assertThat(entry.follows(LogEntry.EMPTY_LOG_CHECKSUM)).isFalse();
  }

  @Test
  void g8_chainedEntryWithAnyFlippedBitFollowsNothing() {
    byte[] record = LogEntry.chained(AFTER, 3, bytes("id"), bytes("message")).record();

    for (int bit = 0; bit < record.length * 8; bit++) {
      byte[] flipped = record.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      boolean accepted;
      try {
        accepted = LogEntry.ofRecord(3, flipped).follows(AFTER);
      } catch (IllegalArgumentException e) {
        accepted = false;
      }
      assertThat(accepted).as("bit %d", bit).isFalse();
    }
  }

  @Test
  void unchainedEntryMayStandAnywhereUntilItIsChained() {
    LogEntry entry = LogEntry.unchained(3, bytes("id"), bytes("m"));

    assertThat(entry.isChained()).isFalse();
    assertThat(entry.follows(AFTER)).isTrue();

    LogEntry chained = entry.chainedAfter(AFTER);
    assertThat(chained.isChained()).isTrue();
    assertThat(chained.follows(AFTER)).isTrue();
    assertThat(chained.follows(AFTER + 1)).isFalse();
    assertThat(chained.record())
        .isEqualTo(LogEntry.chained(AFTER, 3, bytes("id"), bytes("m")).record());
    assertThat(entry.isChained()).as("the entry itself stays as it is").isFalse();
  }

  @Test
  void chainingAnEntryThatIsChainedChangesNothing() {
    LogEntry entry = LogEntry.chained(AFTER, 3, bytes("id"), bytes("m"));

    assertThat(entry.chainedAfter(AFTER + 1)).isSameAs(entry);
  }

  @Test
  void sameMessageMeansSameIdAndSameText() {
    LogEntry entry = LogEntry.chained(AFTER, 3, bytes("id"), bytes("text"));

    assertThat(entry.sameMessage(LogEntry.chained(AFTER + 1, 3, bytes("id"), bytes("text"))))
        .as("whatever log came before")
        .isTrue();
    assertThat(entry.sameMessage(LogEntry.unchained(3, bytes("id"), bytes("text")))).isTrue();
    assertThat(entry.sameMessage(LogEntry.unchained(3, bytes("id"), bytes("texts")))).isFalse();
    assertThat(entry.sameMessage(LogEntry.unchained(3, bytes("di"), bytes("text")))).isFalse();
    assertThat(entry.sameMessage(LogEntry.unchained(3, bytes("idt"), bytes("ext"))))
        .as("the same bytes, divided otherwise")
        .isFalse();
  }

  @Test
  void hasMessageComparesTheWholeMessage() {
    LogEntry entry = LogEntry.unchained(3, bytes("id"), bytes("text"));

    assertThat(entry.hasMessage(bytes("text"))).isTrue();
    assertThat(entry.hasMessage(bytes("tex"))).isFalse();
    assertThat(entry.hasMessage(bytes("texts"))).isFalse();
    assertThat(entry.hasMessage(bytes("Text"))).isFalse();
  }

  @Test
  void recordThatIsCutShortIsRefused() {
    byte[] record = LogEntry.unchained(0, bytes("abc"), new byte[0]).record();

    for (int length = 0; length < record.length; length++) {
      byte[] cut = Arrays.copyOf(record, length);
      assertThatThrownBy(() -> LogEntry.ofRecord(9, cut))
          .as("%d bytes of %d", length, record.length)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("order 9");
    }
    assertThat(LogEntry.ofRecord(9, record).id()).isEqualTo("abc");
  }

  @Test
  void lengthOfTheIdIsUnsigned() {
    byte[] record = new byte[10 + 0xffff];
    record[8] = (byte) 0xff;
    record[9] = (byte) 0xff;

    assertThat(LogEntry.ofRecord(0, record).idBytes()).hasSize(0xffff);
    assertThatThrownBy(() -> LogEntry.ofRecord(0, Arrays.copyOf(record, record.length - 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }
}
