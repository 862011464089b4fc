package io.replog.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class DeliveryCodecTest {

  private static final int FIRST_ORDER_AT =
      4 + 8 + 2 + 5 + 2 + "log-ü".getBytes(UTF_8).length + 8 + 8;

  @Test
  void decodingGivesBackWhatWasEncoded() {
    Delivery read = DeliveryCodec.decode(DeliveryCodec.encode(delivery()));

    assertThat(read.epoch()).isEqualTo(42);
    assertThat(read.claim()).isEqualTo("claim");
    assertThat(read.logId()).isEqualTo("log-ü");
    assertThat(read.first()).isEqualTo(5);
    assertThat(read.base()).isEqualTo(0x1234_5678_9abc_def0L);
    assertThat(read.entries()).hasSize(3);
    for (int i = 0; i < 3; i++) {
      LogEntry sent = delivery().entries().get(i);
      assertThat(read.entries().get(i).order()).isEqualTo(sent.order());
      assertThat(read.entries().get(i).record()).isEqualTo(sent.record());
    }
  }

  private static Delivery elected(Delivery.Elected part, List<LogEntry> entries) {
    return new Delivery(1, "c", "log", 0, LogEntry.EMPTY_LOG_CHECKSUM, entries, Optional.of(part));
  }

  @Test
  void electedMastersDeliveryCarriesItsVotersAndWhatIsShared() {
    Voter voter = new Voter("n1.7f", URI.create("http://n1:5000"), 6000);
    Voters voters = new Voters(new Tail(1, "c"), 0, List.of(voter), List.of());
    Delivery all =
        elected(
            new Delivery.Elected(
                "n1.7f", 12, Optional.of(voters), Optional.of(new Delivery.Prefix(3, -4))),
            List.of());
    Delivery none =
        elected(new Delivery.Elected("n1.7f", 0, Optional.empty(), Optional.empty()), List.of());

    assertThat(DeliveryCodec.decode(DeliveryCodec.encode(all))).isEqualTo(all);
    assertThat(DeliveryCodec.decode(DeliveryCodec.encode(none))).isEqualTo(none);
  }

  @Test
  void everyTruncationOfAnElectedMastersDeliveryIsRefused() {
    byte[] body =
        DeliveryCodec.encode(
            elected(
                new Delivery.Elected("n1", 12, Optional.empty(), Optional.empty()),
                delivery().entries()));

    for (int length = 0; length < body.length; length++) {
      byte[] cut = Arrays.copyOf(body, length);
      assertThatThrownBy(() -> DeliveryCodec.decode(cut))
          .as("%d bytes of %d", length, body.length)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void deliveryOfNothingIsADelivery() {
    Delivery nothing = new Delivery(1, "", "log", List.of());

    assertThat(DeliveryCodec.decode(DeliveryCodec.encode(nothing))).isEqualTo(nothing);
  }

  @Test
  void deliveryOfAnotherVersionIsRefused() {
    byte[] body = DeliveryCodec.encode(delivery());
    body[3] = '1';

    assertThatThrownBy(() -> DeliveryCodec.decode(body))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void everyTruncationIsRefused() {
    byte[] body = DeliveryCodec.encode(delivery());

    for (int length = 0; length < body.length; length++) {
      byte[] cut = Arrays.copyOf(body, length);
      assertThatThrownBy(() -> DeliveryCodec.decode(cut))
          .as("%d bytes of %d", length, body.length)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void bytesAfterTheLastEntryAreRefused() {
    byte[] body = DeliveryCodec.encode(delivery());

    assertThatThrownBy(() -> DeliveryCodec.decode(Arrays.copyOf(body, body.length + 1)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void garbageIsRefusedAndNothingElseHappens() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    for (int i = 0; i < 20_000; i++) {
      byte[] garbage = new byte[random.nextInt(100)];
      random.nextBytes(garbage);
      assertThatThrownBy(() -> DeliveryCodec.decode(garbage))
          .as("seed %d, round %d", seed, i)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void damagedDeliveryIsReadOrRefusedWithoutAnyOtherException() {
    long seed = new Random().nextLong();
    Random random = new Random(seed);
    byte[] body = DeliveryCodec.encode(delivery());
    for (int i = 0; i < 20_000; i++) {
      byte[] damaged = body.clone();
      for (int flips = random.nextInt(4); flips >= 0; flips--) {
        damaged[random.nextInt(damaged.length)] = (byte) random.nextInt();
      }
      try {
        DeliveryCodec.decode(damaged);
      } catch (IllegalArgumentException e) {
        // Refused, as it should be.
      } catch (RuntimeException e) {
        throw new AssertionError("seed " + seed + ", round " + i, e);
      }
    }
  }

  @Test
  void logIdThatIsNoTextIsRefused() {
    byte[] body = DeliveryCodec.encode(delivery());
    body[4 + 8 + 2 + 5 + 2] = (byte) 0xff;

    assertThatThrownBy(() -> DeliveryCodec.decode(body))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("UTF-8");
  }

  @Test
  void absurdNumberOfEntriesIsRefusedBeforeMemoryIsTaken() {
    for (int count : new int[] {Integer.MAX_VALUE, 1 << 28, -1, Integer.MIN_VALUE, 1000}) {
      byte[] body = DeliveryCodec.encode(delivery());
      ByteBuffer.wrap(body).putInt(FIRST_ORDER_AT + 8, count);
      assertThatThrownBy(() -> DeliveryCodec.decode(body))
          .as("%d entries", count)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("impossible");
    }
  }

  @Test
  void absurdLengthOfAnEntryIsRefusedBeforeMemoryIsTaken() {
    for (int length : new int[] {Integer.MAX_VALUE, 1 << 30, -1, Integer.MIN_VALUE}) {
      byte[] body = DeliveryCodec.encode(delivery());
      ByteBuffer.wrap(body).putInt(FIRST_ORDER_AT + 12, length);
      assertThatThrownBy(() -> DeliveryCodec.decode(body))
          .as("%d bytes", length)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  @Test
  void orderBeyondTheLongestLogIsRefused() {
    for (long first : new long[] {-1, Long.MIN_VALUE, Long.MAX_VALUE, MintedId.MAX_ORDER}) {
      byte[] body = DeliveryCodec.encode(delivery());
      ByteBuffer.wrap(body).putLong(FIRST_ORDER_AT, first);
      assertThatThrownBy(() -> DeliveryCodec.decode(body))
          .as("order %d", first)
          .isInstanceOf(IllegalArgumentException.class);
    }
  }

  private static Delivery delivery() {
    return new Delivery(
        42,
        "claim",
        "log-ü",
        5,
        0x1234_5678_9abc_def0L,
        List.of(entry(7, ""), entry(8, "m"), entry(9, "🎉")));
  }

  private static LogEntry entry(long order, String message) {
    return LogEntry.chained(order, order, ("id" + order).getBytes(UTF_8), message.getBytes(UTF_8));
  }
}
