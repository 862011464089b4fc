package io.replog.http.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockHttpServletResponse;

class JsonReplyTest {

  record Answer(String status, long order) {}

  @Test
  void answerIsOnePieceWithItsLengthInBytes() throws Exception {
    MockHttpServletResponse response = new MockHttpServletResponse();

    new JsonReply(new ObjectMapper()).send(201, new Answer("größer", 7), response);

    byte[] body = "{\"status\":\"größer\",\"order\":7}".getBytes(UTF_8);
    assertThat(response.getStatus()).isEqualTo(201);
    assertThat(response.getContentType()).isEqualTo("application/json");
    assertThat(response.getContentLength()).isEqualTo(body.length);
    assertThat(response.getContentAsByteArray()).isEqualTo(body);
    assertThat(response.isCommitted()).as("left before its end was known").isFalse();
  }
}
