package io.replog.http.security;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

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

  @ParameterizedTest
  @CsvSource({
    "POST, Origin, https://evil.example",
    "POST, Origin, http://evil.example:5000",
    "POST, Origin, http://127.0.0.1.evil.example",
    "POST, Origin, null",
    "DELETE, Origin, https://evil.example",
    "PUT, Sec-Fetch-Site, cross-site"
  })
  void foreignPageChangesNothing(String method, String header, String value) throws Exception {
    assertThat(status("", method, header, value)).isEqualTo(421);
    assertThat(status("secret", method, header, value)).isEqualTo(200);
    assertThat(status("", "GET", header, value)).isEqualTo(200);
    assertThat(status("", "OPTIONS", header, value)).isEqualTo(200);
  }

  @ParameterizedTest
  @CsvSource({
    "Origin, http://localhost:5000",
    "Origin, http://127.0.0.1:8080",
    "Origin, http://[::1]:5000",
    "Sec-Fetch-Site, same-origin",
    "X-Other, of curl"
  })
  void ownPageAndOtherClientsChange(String header, String value) throws Exception {
    assertThat(status("", "POST", header, value)).isEqualTo(200);
  }

  private static int status(String token, String method, String header, String value)
      throws Exception {
    var request = new MockHttpServletRequest(method, "/clean");
    request.addHeader("Host", "localhost:5000");
    request.addHeader(header, value);
    var response = new MockHttpServletResponse();
    new LoopbackNamesFilter(new ClusterToken(token))
        .doFilter(request, response, new MockFilterChain());
    return response.getStatus();
  }
}
