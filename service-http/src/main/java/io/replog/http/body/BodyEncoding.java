package io.replog.http.body;

import io.replog.http.problem.ProblemException;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.MediaType;

/** The one encoding in which bodies are read: UTF-8, uncompressed. */
final class BodyEncoding {

  private static final String IDENTITY = "identity";

  private BodyEncoding() {}

  /** Refuses with 415 a body whose headers declare compression or another charset. */
  static void check(HttpServletRequest request) {
    String codings = String.join(",", Collections.list(request.getHeaders("Content-Encoding")));
    for (String coding : codings.split(",")) {
      if (!coding.isBlank() && !coding.strip().equalsIgnoreCase(IDENTITY)) {
        throw refused(
            "Content-Encoding %s is not supported here; send the body uncompressed"
                .formatted(coding.strip()),
            Map.of("Accept-Encoding", IDENTITY));
      }
    }
    String type = request.getContentType();
    if (type != null && !isUtf8(type)) {
      throw refused(
          "Content-Type %s is not supported here; supported: charset=UTF-8".formatted(type),
          Map.of());
    }
  }

  private static boolean isUtf8(String type) {
    return !type.toLowerCase(Locale.ROOT).contains("charset")
        || StandardCharsets.UTF_8.equals(MediaType.parseMediaType(type).getCharset());
  }

  private static ProblemException refused(String detail, Map<String, String> headers) {
    return new ProblemException(Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, detail), headers);
  }
}
