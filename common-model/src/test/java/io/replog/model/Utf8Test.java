package io.replog.model;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.CharacterCodingException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Utf8Test {

  @Test
  void everyCharacterThatThereIsGoesThroughUnharmed() throws CharacterCodingException {
    StringBuilder all = new StringBuilder();
    for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
      if (c < Character.MIN_SURROGATE || c > Character.MAX_SURROGATE) {
        all.appendCodePoint(c);
      }
    }
    byte[] bytes = Utf8.encode(all.toString());

    assertThat(bytes).isEqualTo(all.toString().getBytes(UTF_8));
    assertThat(Utf8.decodeDocument(bytes, 0, bytes.length)).isEqualTo(all.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud83c", "a\ud83c", "\ud83ca", "\udf89", "\udf89\ud83c"})
  void halfOfASurrogatePairIsRefusedNotReplaced(String text) {
    assertThatThrownBy(() -> Utf8.encode(text)).isInstanceOf(CharacterCodingException.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ff", // no such byte
        "80", // a continuation of nothing
        "c3", // cut short
        "e28282e2", // cut short after a whole character
        "f09f8e", // cut short
        "c0af", // "/" in two bytes
        "e080af", // "/" in three
        "f08080af", // "/" in four
        "eda0bc", // half of a surrogate pair
        "edb080",
        "f4908080", // beyond the last character
        "c328" // a continuation is missing
      })
  void malformedBytesAreRefusedNotReplaced(String hex) {
    byte[] bytes = HexFormat.of().parseHex("61" + hex);

    assertThatThrownBy(() -> Utf8.decodeDocument(bytes, 0, bytes.length))
        .isInstanceOf(CharacterCodingException.class);
  }

  @Test
  void oneByteOrderMarkIsDroppedAndOnlyAtTheBeginning() throws CharacterCodingException {
    byte[] bytes = "\ufeff\ufeffa\ufeff".getBytes(UTF_8);

    assertThat(Utf8.decodeDocument(bytes, 0, bytes.length)).isEqualTo("\ufeffa\ufeff");
  }

  @Test
  void onlyTheGivenPartIsRead() throws CharacterCodingException {
    byte[] bytes = HexFormat.of().parseHex("ff6162ff");

    assertThat(Utf8.decodeDocument(bytes, 1, 2)).isEqualTo("ab");
    assertThat(Utf8.decodeDocument(bytes, 1, 0)).isEmpty();
  }
}
