package io.replog.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever bytes come in: they are read as what they are, or refused as documented. */
class AnyBytesTest {

  private static final int ROUNDS = 20_000;

  @Test
  void anyRecordIsAnEntryOrIsRefused() {
    Damage.repeat(
        ROUNDS,
        random -> {
          byte[] record = Damage.of(random, entry(random, 7, LogEntry.EMPTY_LOG_CHECKSUM).record());
          try {
            LogEntry entry = LogEntry.ofRecord(7, record);
            assertThat(entry.messageOffset() + entry.messageLength()).isEqualTo(record.length);
            assertThat(entry.idBytes()).hasSize(entry.messageOffset() - 10);
            assertThat(entry.chainedAfter(random.nextLong()).sameMessage(entry)).isTrue();
            if (entry.isWellFormed()) {
              assertThat(entry.id().getBytes(UTF_8)).isEqualTo(entry.idBytes());
              assertThat(entry.hasMessage(entry.message().getBytes(UTF_8))).isTrue();
            }
          } catch (IllegalArgumentException e) {
            assertThat(e).hasMessageContaining("cut short");
          }
        });
  }

  @Test
  void anyDeliveryIsReadWithoutLossOrIsRefused() {
    Damage.repeat(
        ROUNDS,
        random -> {
          byte[] body = Damage.of(random, DeliveryCodec.encode(delivery(random)));
          try {
            Delivery read = DeliveryCodec.decode(body);
            byte[] again = DeliveryCodec.encode(read);
            assertThat(again).hasSameSizeAs(body);
            if (!read.entries().isEmpty()) {
              assertThat(again).isEqualTo(body);
            }
          } catch (IllegalArgumentException e) {
            // Refused, as documented.
          }
        });
  }

  @Test
  void anyTextIsDecodedWithoutLossOrIsRefused() {
    Damage.repeat(
        ROUNDS,
        random -> {
          byte[] bytes = Damage.of(random, "a ü 漢 🎉".getBytes(UTF_8));
          boolean wellFormed = Utf8.isWellFormed(bytes, 0, bytes.length);
          try {
            String text = Utf8.decodeDocument(bytes, 0, bytes.length);
            assertThat(wellFormed).isTrue();
            assertThat(new String(bytes, UTF_8)).endsWith(text);
            MessageId.fault(text);
            MintedId.orderOf(text);
          } catch (CharacterCodingException e) {
            assertThat(wellFormed).isFalse();
          }
        });
  }

  private static Delivery delivery(Random random) {
    List<LogEntry> entries = new ArrayList<>();
    long checksum = random.nextLong();
    for (int i = random.nextInt(4); i > 0; i--) {
      LogEntry entry = entry(random, 40 + entries.size(), checksum);
      checksum = entry.checksum();
      entries.add(entry);
    }
    return new Delivery(
        random.nextInt(9), "claim", "log-ü", random.nextInt(50), random.nextLong(), entries);
  }

  private static LogEntry entry(Random random, long order, long previous) {
    byte[] id = ("id-" + random.nextInt(99)).getBytes(UTF_8);
    byte[] message = "🎉 ".repeat(random.nextInt(5)).getBytes(UTF_8);
    return random.nextBoolean()
        ? LogEntry.chained(previous, order, id, message)
        : LogEntry.unchained(order, id, message);
  }
}
