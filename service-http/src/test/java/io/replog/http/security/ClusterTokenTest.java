package io.replog.http.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.replog.http.problem.ProblemException;
import io.replog.model.ProblemType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class ClusterTokenTest {

  private final ClusterToken token = new ClusterToken("s3cret");

  @ParameterizedTest
  @ValueSource(strings = {"Bearer s3cret", "bearer s3cret", "BEARER s3cret", "Bearer  s3cret "})
  void rightTokenPasses(String authorization) {
    assertThatCode(() -> token.check(request(authorization))).doesNotThrowAnyException();
    assertThatCode(() -> token.check(request(token.header()))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "s3cret", "Basic s3cret", "Bearer", "Bearers3cret"})
  void noTokenIsAnswered401WithTheWayToSendIt(String authorization) {
    ProblemException refused = refusal(authorization);

    assertThat(refused.problem().type()).isEqualTo(ProblemType.UNAUTHORIZED);
    assertThat(refused.headers()).containsEntry("WWW-Authenticate", "Bearer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"Bearer ", "Bearer S3CRET", "Bearer s3cre", "Bearer s3crett", "Bearer s3cret x"})
  void wrongTokenIsAnswered403AndNotRepeated(String authorization) {
    ProblemException refused = refusal(authorization);

    assertThat(refused.problem().type()).isEqualTo(ProblemType.FORBIDDEN);
    assertThat(refused.problem().detail()).doesNotContain("s3cret");
  }

  @ParameterizedTest
  @NullSource
  @ValueSource(strings = {"", "Bearer anything"})
  void withoutATokenEverythingIsOpen(String authorization) {
    ClusterToken none = new ClusterToken("");

    assertThat(none.isSet()).isFalse();
    assertThatCode(() -> none.check(request(authorization))).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", " a", "a\n", "ü", "\u0000", "\u007f"})
  void tokenThatNoHeaderCanCarryIsRefusedAtTheStart(String value) {
    assertThatThrownBy(() -> new ClusterToken(value))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("visible ASCII");
  }

  @Test
  void secretIsNotShownInLogs() {
    assertThat(token).hasToString("(set)");
    assertThat(new ClusterToken("")).hasToString("(not set)");
  }

  private ProblemException refusal(String authorization) {
    return catchThrowableOfType(ProblemException.class, () -> token.check(request(authorization)));
  }

  private static MockHttpServletRequest request(String authorization) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    if (authorization != null) {
      request.addHeader("Authorization", authorization);
    }
    return request;
  }
}
