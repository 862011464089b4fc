package io.replog.http.reading;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.io.ClassPathResource;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /} for browsers, which name HTML; everyone else gets the messages. */
@RestController
public class DashboardController {

  private final byte[] page;

  DashboardController() throws IOException {
    this.page = new ClassPathResource("static/index.html").getContentAsByteArray();
  }

  @GetMapping(path = "/", produces = MediaType.TEXT_HTML_VALUE)
  void page(HttpServletResponse response) throws IOException {
    response.setContentType("text/html;charset=UTF-8");
    response.setHeader("Vary", "Accept");
    response.setHeader("Content-Security-Policy", "default-src 'self'; frame-ancestors 'none'");
    response.setHeader("X-Content-Type-Options", "nosniff");
    response.setHeader("Cache-Control", "no-cache");
    response.setContentLength(page.length);
    response.getOutputStream().write(page);
  }
}
