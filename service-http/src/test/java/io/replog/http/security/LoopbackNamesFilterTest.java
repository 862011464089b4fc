package io.replog.http.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LoopbackNamesFilterTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "localhost:5000",
        "LocalHost:1",
        "127.0.0.1",
        "127.0.0.1:5000",
        "127.3.2.1:5000",
        "[::1]",
        "[::1]:5000",
        "[0:0:0:0:0:0:0:1]:5000",
        "[::ffff:127.0.0.1]"
      })
  void namesOfTheOwnLoopback(String host) {
    assertThat(LoopbackNamesFilter.isLoopbackName(host)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "evil.example",
        "evil.example:5000",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "evil-localhost",
        "128.0.0.1",
        "0.0.0.0:5000",
        "10.0.0.1",
        "[::]",
        "[::2]:5000",
        "[fe80::1]",
        "[:::]",
        "::1",
        "localhost:5000:1",
        "localhost/",
        "localhost\nevil.example"
      })
  void anyOtherName(String host) {
    assertThat(LoopbackNamesFilter.isLoopbackName(host)).isFalse();
  }
}
