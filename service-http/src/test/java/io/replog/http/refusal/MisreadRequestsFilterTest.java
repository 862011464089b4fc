package io.replog.http.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MisreadRequestsFilterTest {

  @ParameterizedTest
  @ValueSource(strings = {"%", "a%", "%1", "%zz", "%1g", "%g1", "%%41", "%41%", "%\u0661\u0661"})
  void escapeThatIsNoneIsBroken(String text) {
    assertThat(MisreadRequestsFilter.hasBrokenEscape(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/", "a=b&c", "%41", "%c3%BC%2F", "a%00b", "%25zz"})
  void everythingElseIsNot(String text) {
    assertThat(MisreadRequestsFilter.hasBrokenEscape(text)).isFalse();
  }

  @Test
  void queryThatIsNotThereIsNotBroken() {
    assertThat(MisreadRequestsFilter.hasBrokenEscape(null)).isFalse();
  }

  @Test
  void slashIsFoundInEitherCase() {
    assertThat(MisreadRequestsFilter.hidesSlash("/a%2fb")).isTrue();
    assertThat(MisreadRequestsFilter.hidesSlash("/a%2Fb")).isTrue();
    assertThat(MisreadRequestsFilter.hidesSlash("/a/b%25")).isFalse();
  }
}
