package io.replog.http.reading;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /}: a page for browsers, the messages for everyone else. */
@RestController
public class RootController {

  private final MessagesController messages;
  private final byte[] page;

  RootController(MessagesController messages) throws IOException {
    this.messages = messages;
    this.page = new ClassPathResource("static/index.html").getContentAsByteArray();
  }

  @GetMapping(
      path = "/",
      produces = {
        MediaType.APPLICATION_JSON_VALUE,
        MediaType.APPLICATION_NDJSON_VALUE,
        MediaType.TEXT_HTML_VALUE
      })
  void root(HttpServletRequest request, HttpServletResponse response) throws IOException {
    String accept = String.valueOf(request.getHeader(HttpHeaders.ACCEPT));
    if (accept.contains(MediaType.TEXT_HTML_VALUE)) {
      page(response);
    } else if (accept.contains(MediaType.APPLICATION_NDJSON_VALUE)) {
      messages.page(Form.LINES, request, response);
    } else {
      messages.page(Form.TEXTS, request, response);
    }
  }

  private void page(HttpServletResponse response) throws IOException {
    response.setContentType("text/html;charset=UTF-8");
    response.setHeader("Vary", "Accept");
    response.setHeader("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Cache-Control", "no-cache");
    response.setContentLength(page.length);
    response.getOutputStream().write(page);
  }
}
