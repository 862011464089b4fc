package io.replog.http.refusal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class MisreadRequestsFilterTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "%",
        "a%",
        "%1",
        "%zz",
        "%1g",
        "%g1",
        "%%41",
        "%41%",
        "%\u0661\u0661",
        "%ff",
        "a%c3",
        "%c3%28"
      })
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

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/messages/1;a=b",
        "/messages/1;",
        "/messages;x",
        "/health;x=1",
        "/secondaries/s1;x",
        "/messages/by-id;x/a",
        "/messages/by-id;x"
      })
  void pathHasNoParameters(String path) throws Exception {
    assertThat(status(path)).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"/messages/by-id/a;b", "/messages/by-id/a%3Bb", "/messages/1%3Ba"})
  void semicolonOfAnIdIsNone(String path) throws Exception {
    assertThat(status(path)).isEqualTo(200);
  }

  private static int status(String path) throws Exception {
    var request = new MockHttpServletRequest("GET", path);
    request.setServletPath(path);
    var response = new MockHttpServletResponse();
    new MisreadRequestsFilter().doFilter(request, response, new MockFilterChain());
    return response.getStatus();
  }
}
