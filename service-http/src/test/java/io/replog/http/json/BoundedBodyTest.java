package io.replog.http.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.replog.http.problem.ProblemException;
import io.replog.model.ProblemType;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;

class BoundedBodyTest {

  private static final int LIMIT = 10;

  @Test
  void bodyUpToTheLimitIsReadWhole() throws IOException {
    for (int size : new int[] {0, 1, 9, 10}) {
      assertThat(BoundedBody.read(sized(size), LIMIT)).hasSize(size);
      assertThat(BoundedBody.read(chunked(size), LIMIT)).hasSize(size);
    }
  }

  @Test
  void bodyOverTheLimitIsRefusedWhetherOrNotItSaysItsLength() {
    for (int size : new int[] {11, 1000}) {
      assertTooLarge(sized(size));
      assertTooLarge(chunked(size));
    }
  }

  @Test
  void bodyThatSaysItIsTooLongIsRefusedBeforeItIsRead() {
    MockHttpServletRequest request =
        new MockHttpServletRequest() {
          @Override
          public long getContentLengthLong() {
            return Long.MAX_VALUE;
          }

          @Override
          public jakarta.servlet.ServletInputStream getInputStream() {
            throw new AssertionError("read");
          }
        };

    assertTooLarge(request);
  }

  private static void assertTooLarge(MockHttpServletRequest request) {
    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> BoundedBody.read(request, LIMIT));
    assertThat(refused.problem().type()).isEqualTo(ProblemType.PAYLOAD_TOO_LARGE);
    assertThat(refused.problem().detail()).contains("10 bytes");
  }

  private static MockHttpServletRequest sized(int size) {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setContent(new byte[size]);
    return request;
  }

  private static MockHttpServletRequest chunked(int size) {
    MockHttpServletRequest request =
        new MockHttpServletRequest() {
          @Override
          public long getContentLengthLong() {
            return -1;
          }
        };
    request.setContent(new byte[size]);
    return request;
  }
}
