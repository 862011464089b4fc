package io.replog.http.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.util.unit.DataSize;

class SettingTest {

  @ParameterizedTest
  @CsvSource({
    "http://localhost:5001, http://localhost:5001",
    "http://localhost:5001/, http://localhost:5001",
    "' http://host// ', http://host",
    "https://a.example/prefix/, https://a.example/prefix",
    "http://127.0.0.1:5001, http://127.0.0.1:5001",
    "http://[::1]:5001, http://[::1]:5001"
  })
  void baseUrlIsReadWithoutTheSlashAtItsEnd(String text, String url) {
    assertThat(Setting.baseUrl(text)).hasToString(url);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "localhost:5001",
        "//localhost",
        "ftp://host",
        "http://",
        "http:///path",
        "http://host:port",
        "http://host:0",
        "http://host:65536",
        "http://host:99999",
        "http://ho st",
        "http://host?q=1",
        "http://host#f",
        "http://user:secret@host",
        "mailto:a@b",
        "http://http://localhost:25098",
        "http://localhost:",
        "http://localhost//path"
      })
  void anythingElseIsNoBaseUrl(String text) {
    assertThatThrownBy(() -> Setting.baseUrl(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + text + "\"")
        .hasMessageContaining("http://localhost:5001");
  }

  @ParameterizedTest
  @ValueSource(strings = {"master", "secondary-5001", "A.b_c-1", "-"})
  void serverIdIsPlain(String id) {
    assertThat(Setting.serverId(id)).isEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a b", "a/b", "ü", "a\n", "../x/.."})
  void serverIdThatWouldNotFitIntoAPathOrALogIsRefused(String id) {
    assertThatThrownBy(() -> Setting.serverId(id)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void serverIdIsBounded() {
    assertThatCode(() -> Setting.serverId("a".repeat(128))).doesNotThrowAnyException();
    assertThatThrownBy(() -> Setting.serverId("a".repeat(129)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "localhost, localhost",
    "' secondary-1 ', secondary-1",
    "a.b.example, a.b.example",
    "192.0.2.7, 192.0.2.7",
    "::1, [::1]",
    "[::1], [::1]",
    "2001:db8::7, [2001:db8::7]"
  })
  void hostIsReadAsItStandsInAUrl(String text, String host) {
    assertThat(Setting.host(text)).isEqualTo(host);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "http://localhost",
        "host:18001",
        "host/path",
        "ho st",
        "user@host",
        "[host]",
        "1:2",
        "[::1",
        "[::1]:5001",
        "fe80::1%eth0",
        "host?q",
        "-host",
        "hö"
      })
  void anythingElseIsNoHostAndTheSettingThatTakesAUrlIsNamed(String text) {
    assertThatThrownBy(() -> Setting.host(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + text + "\"")
        .hasMessageContaining("ADVERTISED_URL");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "000.0.0.0", "[::]", "[0:0::0]", "[::ffff:0.0.0.0]"})
  void addressThatMeansAnyNamesNoNode(String host) {
    assertThatThrownBy(() -> Setting.baseUrl("http://" + host + ":5001/"))
        .hasMessageContaining("means every address of a machine");
    assertThatThrownBy(() -> Setting.host(host))
        .hasMessageContaining("means every address of a machine");
    assertThatThrownBy(() -> Setting.host("::")).hasMessageContaining("means every address");
  }

  @Test
  void underscoreInAHostIsNamed() {
    for (String url : new String[] {"http://secondary_1:5001", "https://a_b/prefix"}) {
      assertThatThrownBy(() -> Setting.baseUrl(url))
          .hasMessageContaining("\"" + url + "\"")
          .hasMessageContaining("underscore");
    }
    assertThatThrownBy(() -> Setting.host("secondary_1")).hasMessageContaining("underscore");
    assertThatCode(() -> Setting.baseUrl("http://host/a_b")).doesNotThrowAnyException();
  }

  @Test
  void valueIsWrittenAsInAConfiguration() {
    assertThat(Setting.text(DataSize.ofMegabytes(17))).isEqualTo("17MB");
    assertThat(Setting.text(DataSize.ofGigabytes(2))).isEqualTo("2GB");
    assertThat(Setting.text(DataSize.ofBytes(1536))).isEqualTo("1536B");
    assertThat(Setting.text(DataSize.ofBytes(0))).isEqualTo("0B");
    assertThat(Setting.text(Duration.ofMillis(1500))).isEqualTo("1500ms");
    assertThat(Setting.text(3)).isEqualTo("3");
    assertThat(Setting.text(null)).isEmpty();
  }
}
