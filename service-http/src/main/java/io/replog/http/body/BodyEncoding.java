package io.replog.http.body;

import io.replog.http.problem.ProblemException;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** The one encoding in which bodies are read: UTF-8, uncompressed. */
final class BodyEncoding {

  private static final String CODING = "Content-Encoding";
  private static final String IDENTITY = "identity";
  private static final Pattern UTF_8 =
      Pattern.compile("(?i);\\s*charset\\s*=\\s*\"?utf-?8\"?\\s*(?:;|$)");

  private BodyEncoding() {}

  /** Refuses with 415 a body whose headers declare compression or another charset. */
  static void check(HttpServletRequest request) {
    if (request.getHeader(CODING) != null) {
      checkCodings(String.join(",", Collections.list(request.getHeaders(CODING))));
    }
    String type = request.getContentType();
    if (type != null && !isUtf8(type)) {
      throw refused(
          "Content-Type %s is not supported here; supported: charset=UTF-8".formatted(type),
          Map.of("Accept", type.replaceFirst(";.*", "").strip() + ";charset=UTF-8"));
    }
  }

  private static void checkCodings(String codings) {
    for (String coding : codings.split(",")) {
      if (!coding.isBlank() && !coding.strip().equalsIgnoreCase(IDENTITY)) {
        throw refused(
            "Content-Encoding %s is not supported here; send the body uncompressed"
                .formatted(coding.strip()),
            Map.of("Accept-Encoding", IDENTITY));
      }
    }
  }

  private static boolean isUtf8(String type) {
    return !type.toLowerCase(Locale.ROOT).contains("charset") || UTF_8.matcher(type).find();
  }

  private static ProblemException refused(String detail, Map<String, String> headers) {
    return new ProblemException(Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, detail), headers);
  }
}
