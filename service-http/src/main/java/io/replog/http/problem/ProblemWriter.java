package io.replog.http.problem;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.replog.http.buffers.JsonBuffers;
import io.replog.model.Problem;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;

/** Writes problem documents, the same way wherever the server detects an error. */
public final class ProblemWriter {

  public static final String MEDIA_TYPE = "application/problem+json";

  private static final ObjectMapper JSON =
      JsonMapper.builder(JsonFactory.builder().recyclerPool(JsonBuffers.POOL).build())
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .build();

  private ProblemWriter() {}

  /** Answers with the problem that ended a request, and its headers. */
  public static void write(ProblemException e, HttpServletResponse response) throws IOException {
    e.headers().forEach(response::setHeader);
    write(e.problem(), response);
  }

  /** Answers with {@code problem}, unless the response has been committed. */
  public static void write(Problem problem, HttpServletResponse response) throws IOException {
    if (response.isCommitted()) {
      return;
    }
    response.resetBuffer();
    response.setStatus(problem.type().status());
    response.setContentType(MEDIA_TYPE);
    byte[] body = bytes(problem);
    response.setContentLength(body.length);
    response.getOutputStream().write(body);
  }

  /** The document's bytes. */
  public static byte[] bytes(Problem problem) throws IOException {
    Map<String, Object> document = new LinkedHashMap<>();
    document.put("type", problem.type().uri().toString());
    document.put("title", problem.type().title());
    document.put("status", problem.type().status());
    document.put("detail", problem.detail());
    document.putAll(problem.members());
    return JSON.writeValueAsBytes(document);
  }
}
