package io.replog.http.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.replog.http.problem.ProblemException;
import io.replog.model.ProblemType;
import jakarta.servlet.ServletInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.DelegatingServletInputStream;
import org.springframework.mock.web.MockHttpServletRequest;

class BodyReaderTest {

  private static final int LIMIT = 10;

  private final BodyBudget budget = new BodyBudget(100_000);
  private final BodyReader bodies = new BodyReader(budget);

  private byte[] read(MockHttpServletRequest request, int limit) throws IOException {
    try (Body body = bodies.read(request, limit)) {
      return body.bytes();
    }
  }

  @Test
  void largeBodyArrivesUnchangedHoweverItsLengthIsSaid() throws IOException {
    for (int size : new int[] {BodyReader.SMALL, BodyReader.SMALL + 1, 50_000, 65_536, 99_999}) {
      byte[] content = new byte[size];
      new Random(size).nextBytes(content);
      MockHttpServletRequest sized = sized(0);
      sized.setContent(content);
      MockHttpServletRequest chunked = chunked(0);
      chunked.setContent(content);

      assertThat(read(sized, size)).isEqualTo(content);
      assertThat(read(chunked, size)).isEqualTo(content);
    }
    assertThat(budget.taken()).isZero();
  }

  @Test
  void largeBodiesTogetherKeepWithinTheBudget() throws IOException {
    try (Body first = bodies.read(sized(60_000), 60_000)) {
      assertThat(first.bytes()).hasSize(60_000);
      assertThat(budget.taken()).isEqualTo(60_000);

      assertOverloaded(sized(60_000));
      assertOverloaded(chunked(60_000));
      assertThat(budget.taken()).isEqualTo(60_000);
      assertThat(read(sized(30_000), 60_000)).hasSize(30_000);
      assertThat(read(sized(BodyReader.SMALL), 60_000)).hasSize(BodyReader.SMALL);
    }
    assertThat(budget.taken()).isZero();
    assertThat(read(sized(60_000), 60_000)).hasSize(60_000);
  }

  @Test
  void bodyThatBreaksOffGivesItsPlaceBack() {
    MockHttpServletRequest broken =
        new MockHttpServletRequest() {
          @Override
          public long getContentLengthLong() {
            return 50_000;
          }

          @Override
          public ServletInputStream getInputStream() {
            return new DelegatingServletInputStream(new BreakingOff(20_000));
          }
        };

    assertThatThrownBy(() -> bodies.read(broken, 60_000)).isInstanceOf(IOException.class);

    assertThat(budget.taken()).isZero();
  }

  /** So many bytes, and then a broken connection. */
  private static final class BreakingOff extends InputStream {
    private int left;

    BreakingOff(int bytes) {
      left = bytes;
    }

    @Override
    public int read() throws IOException {
      if (left-- <= 0) {
        throw new IOException("connection reset");
      }
      return 0;
    }
  }

  private void assertOverloaded(MockHttpServletRequest request) {
    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> bodies.read(request, 60_000));
    assertThat(refused.problem().type()).isEqualTo(ProblemType.OVERLOADED);
  }

  @Test
  void bodyUpToTheLimitIsReadWhole() throws IOException {
    for (int size : new int[] {0, 1, 9, 10}) {
      assertThat(read(sized(size), LIMIT)).hasSize(size);
      assertThat(read(chunked(size), LIMIT)).hasSize(size);
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
          public ServletInputStream getInputStream() {
            throw new AssertionError("read");
          }
        };

    assertTooLarge(request);
  }

  private void assertTooLarge(MockHttpServletRequest request) {
    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> bodies.read(request, LIMIT));
    assertThat(refused.problem().type()).isEqualTo(ProblemType.PAYLOAD_TOO_LARGE);
    assertThat(refused.problem().detail()).contains("10 bytes");
  }

  @ParameterizedTest
  @CsvSource({
    "Content-Encoding, gzip",
    "Content-Encoding, br",
    "Content-Encoding, 'identity, gzip'",
    "Content-Type, application/json;charset=ISO-8859-1",
    "Content-Type, application/json;charset=klingon",
    "Content-Type, application/json;charset=",
    "Content-Type, application/x-ndjson; Charset=\"utf-16\"",
  })
  void bodyInAnotherEncodingIsRefused(String header, String value) {
    MockHttpServletRequest request = sized(5);
    request.addHeader(header, value);

    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> bodies.read(request, LIMIT));

    assertThat(refused.problem().type()).isEqualTo(ProblemType.UNSUPPORTED_MEDIA_TYPE);
    assertThat(refused.problem().detail()).startsWith(header).contains("is not supported here; ");
  }

  @ParameterizedTest
  @CsvSource({
    "Content-Encoding, identity",
    "Content-Encoding, ''",
    "Content-Type, application/json",
    "Content-Type, application/json; CHARSET=\"utf-8\"",
    "Content-Type, application/json;charset=utf8",
  })
  void plainUtf8IsReadHoweverItIsStated(String header, String value) throws IOException {
    MockHttpServletRequest request = sized(5);
    request.addHeader(header, value);

    assertThat(read(request, LIMIT)).hasSize(5);
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
