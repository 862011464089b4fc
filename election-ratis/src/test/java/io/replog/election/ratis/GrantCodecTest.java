package io.replog.election.ratis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.replog.election.Grant;
import java.io.IOException;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class GrantCodecTest {

  private static final Grant GRANT = new Grant(5, "n1.00000001", 9, "claim", "log");

  @Test
  void aGrantIsReadAsItWasWritten() throws Exception {
    assertThat(GrantCodec.decode(GrantCodec.encode(GRANT))).isEqualTo(GRANT);
    String longest = "€".repeat(Grant.MOST_CHARACTERS);
    Grant large = new Grant(Long.MAX_VALUE, longest, Long.MAX_VALUE, longest, longest);
    assertThat(GrantCodec.decode(GrantCodec.encode(large))).isEqualTo(large);
  }

  @Test
  void otherBytesAreRefused() {
    byte[] bytes = GrantCodec.encode(GRANT);
    byte[] newer = bytes.clone();
    newer[0]++;
    assertThatThrownBy(() -> GrantCodec.decode(newer)).isInstanceOf(IOException.class);
    for (int length = 0; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      assertThatThrownBy(() -> GrantCodec.decode(cut)).isInstanceOf(IOException.class);
    }
    byte[] longer = Arrays.copyOf(bytes, bytes.length + 1);
    assertThatThrownBy(() -> GrantCodec.decode(longer)).isInstanceOf(IOException.class);
  }
}
