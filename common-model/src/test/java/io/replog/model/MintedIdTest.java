package io.replog.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MintedIdTest {

  private static final long NOW = 1_795_000_000_000L;

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 0xffff, 1L << 32, MintedId.MAX_ORDER})
  void idCarriesItsOrder(long order) {
    for (int random : new int[] {0, -1, 0x5555_5555, 0x03ff_ffff}) {
      String id = MintedId.of(order, NOW, random);

      assertThat(MintedId.orderOf(id)).hasValue(order);
      assertThat(MintedId.carries(id, order)).isTrue();
      assertThat(MintedId.carries(id, order ^ 1)).isFalse();
    }
  }

  @Test
  void idIsAUuidOfVersion8() {
    UUID uuid = UUID.fromString(MintedId.of(5, NOW, -1));

    assertThat(uuid.version()).isEqualTo(8);
    assertThat(uuid.variant()).isEqualTo(2);
    assertThat(uuid.getMostSignificantBits() >>> 16).isEqualTo(NOW);
    assertThat(MessageId.fault(uuid.toString())).isEmpty();
  }

  @Test
  void g4_idsOfOneOrderInDifferentLogsDiffer() {
    assertThat(MintedId.of(5, NOW, 1)).isNotEqualTo(MintedId.of(5, NOW, 2));
    assertThat(MintedId.of(5, NOW, 1)).isNotEqualTo(MintedId.of(5, NOW, 1 << 25));
    assertThat(MintedId.of(5, NOW, 1)).isNotEqualTo(MintedId.of(5, NOW + 1, 1));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "17",
        "order-17",
        "f81d4fae-7dec-11d0-a765-00a0c91e6bf6",
        "f81d4fae-7dec-41d0-a765-00a0c91e6bf6",
        "01a1e5c8-6e00-8fff-2fff-000000000005",
        "01a1e5c8-6e00-8fff-cfff-000000000005",
        "01A1E5C8-6E00-8FFF-BFFF-000000000005",
        "01a1e5c8_6e00-8fff-bfff-000000000005",
        "1-2-8-a-000000000000000000000000000a",
        "01a1e5c8-6e00-8fff-bfff-00000000000g",
        "01a1e5c8-6e00-8fff-bfff-0000000000050"
      })
  void otherIdIsNotTakenForAMintedOne(String id) {
    assertThat(MintedId.orderOf(id)).isEmpty();
    assertThat(MintedId.carries(id, 5)).isFalse();
  }

  @Test
  void anyStringCanBeAsked() {
    Random random = new Random(4);
    for (int i = 0; i < 10_000; i++) {
      char[] text = new char[36];
      for (int c = 0; c < text.length; c++) {
        text[c] = "0123456789abcdef-8Z\ud800".charAt(random.nextInt(20));
      }
      text[14] = '8';
      MintedId.orderOf(new String(text));
    }
  }
}
