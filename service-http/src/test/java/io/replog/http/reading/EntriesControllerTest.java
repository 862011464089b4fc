package io.replog.http.reading;

import static org.assertj.core.api.Assertions.assertThat;

import io.replog.log.TestEntries;
import io.replog.log.storage.MemoryStorage;
import io.replog.model.DeliveryCodec;
import java.io.IOException;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class EntriesControllerTest {

  private final EntriesController controller =
      new EntriesController(TestEntries.logOf(new MemoryStorage(), 3));

  @Test
  void entriesComeWithTheirLength() throws IOException {
    MockHttpServletResponse response = answer("GET");

    assertThat(DeliveryCodec.decode(response.getContentAsByteArray()).entries()).hasSize(3);
    assertThat(response.getContentLength()).isEqualTo(response.getContentAsByteArray().length);
    assertThat(response.getContentType()).isEqualTo(DeliveryCodec.MEDIA_TYPE);
  }

  @Test
  void headStatesNoLengthThatItDoesNotKnow() throws IOException {
    MockHttpServletResponse response = answer("HEAD");

    assertThat(response.containsHeader("Content-Length")).isFalse();
    assertThat(response.getContentAsByteArray()).isEmpty();
    assertThat(response.getContentType()).isEqualTo(DeliveryCodec.MEDIA_TYPE);
  }

  private MockHttpServletResponse answer(String method) throws IOException {
    MockHttpServletResponse response = new MockHttpServletResponse();
    controller.entries(new MockHttpServletRequest(method, "/messages"), response);
    return response;
  }
}
