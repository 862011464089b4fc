package io.replog.election;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeerTest {

  @Test
  void aPeerHasAVoterIdAndAnAddress() {
    assertThat(new Peer("node-1.eu.7f3a09c1", "10.0.0.1", 9400).address())
        .isEqualTo("10.0.0.1:9400");
  }

  @ParameterizedTest
  @CsvSource({
    "n1, host, 9400",
    "n1.7f3a09c, host, 9400",
    "n1.7F3A09C1, host, 9400",
    ".7f3a09c1, host, 9400",
    "n 1.7f3a09c1, host, 9400",
    "n1.7f3a09c1, '', 9400",
    "n1.7f3a09c1, host, 0",
    "n1.7f3a09c1, host, 65536"
  })
  void anythingElseIsRefused(String id, String host, int port) {
    assertThatThrownBy(() -> new Peer(id, host, port)).isInstanceOf(IllegalArgumentException.class);
  }
}
