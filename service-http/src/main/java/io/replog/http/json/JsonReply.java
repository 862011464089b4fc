package io.replog.http.json;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * Sends a JSON answer in one piece with Content-Length. Spring sends a returned value in chunks,
 * each sent and received on its own, which costs too much for one answer per message.
 */
@Component
public final class JsonReply {

  private final ObjectMapper json;

  public JsonReply(ObjectMapper json) {
    this.json = json;
  }

  /** Answers with {@code status} and {@code value} as JSON. */
  public void send(int status, Object value, HttpServletResponse response) throws IOException {
    byte[] body = json.writeValueAsBytes(value);
    response.setStatus(status);
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
