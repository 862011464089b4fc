package io.replog.http.json;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * Answers in JSON as one piece with its length. What Spring makes of a returned value leaves in
 * chunks, each sent and received on its own: too much where a request is answered for every
 * message.
 */
@Component
public final class JsonReply {

  private final ObjectMapper json;

  public JsonReply(ObjectMapper json) {
    this.json = json;
  }

  /** Answers with {@code status} and what {@code value} is in JSON. */
  public void send(int status, Object value, HttpServletResponse response) throws IOException {
    byte[] body = json.writeValueAsBytes(value);
    response.setStatus(status);
    response.setContentType(MediaType.APPLICATION_JSON_VALUE);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }
}
