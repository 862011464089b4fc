package io.replog.election;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class GrantTest {

  @Test
  void aGrantIsBounded() {
    String tooLong = "x".repeat(Grant.MOST_CHARACTERS + 1);
    refused(() -> new Grant(1, tooLong, 1, "claim", "log"));
    refused(() -> new Grant(1, "node", 1, tooLong, "log"));
    refused(() -> new Grant(1, "node", 1, "claim", tooLong));
    refused(() -> new Grant(1, "node", 1, "", "log"));
    refused(() -> new Grant(-1, "node", 1, "claim", "log"));
    refused(() -> new Grant(1, "node", -1, "claim", "log"));
  }

  private static void refused(Runnable grant) {
    assertThatThrownBy(grant::run).isInstanceOf(IllegalArgumentException.class);
  }
}
