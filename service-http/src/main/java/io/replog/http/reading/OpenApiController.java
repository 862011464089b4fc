package io.replog.http.reading;

import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.core.io.ClassPathResource;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** {@code GET /openapi.yaml}: what this API is, for tools. The same on every kind of node. */
@RestController
class OpenApiController {

  private static final String MEDIA_TYPE = "application/yaml";

  @GetMapping("/openapi.yaml")
  void document(HttpServletResponse response) throws IOException {
    byte[] document = new ClassPathResource("static/openapi.yaml").getContentAsByteArray();
    response.setContentType(MEDIA_TYPE);
    response.setHeader("Cache-Control", "no-cache");
    response.setContentLength(document.length);
    response.getOutputStream().write(document);
  }
}
