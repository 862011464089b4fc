package io.replog.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MessageIdTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "17", " ", "a/b?c=d", "\u0000", "ü", "🎉", "\"quoted\""})
  void anyTextOf1To256CharactersIsAnId(String id) {
    assertThat(MessageId.fault(id)).isEmpty();
  }

  @Test
  void lengthIsCountedInCharactersNotInCodeUnits() {
    assertThat(MessageId.fault("🎉".repeat(256))).isEmpty();
    assertThat(MessageId.fault("a".repeat(256))).isEmpty();
    assertThat(MessageId.fault("🎉".repeat(257))).hasValueSatisfying(fault -> has(fault, "257"));
    assertThat(MessageId.fault("a".repeat(257))).hasValueSatisfying(fault -> has(fault, "257"));
  }

  @Test
  void emptyTextIsNoId() {
    assertThat(MessageId.fault("")).hasValueSatisfying(fault -> has(fault, "has 0"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"\ud83c", "a\udf89", "\udf89\ud83c", "\ud83cx\udf89"})
  void halfOfASurrogatePairIsNoId(String id) {
    assertThat(MessageId.fault(id)).hasValueSatisfying(fault -> has(fault, "surrogate"));
  }

  private static void has(String fault, String part) {
    assertThat(fault).contains(part);
  }
}
