package io.replog.http.json;

import io.replog.http.problem.ProblemException;
import io.replog.model.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;

/** Reads a request's body whole, up to a limit. */
public final class BoundedBody {

  private BoundedBody() {}

  /** The body's bytes, at most {@code limit}; more are answered with 413. */
  public static byte[] read(HttpServletRequest request, int limit) throws IOException {
    if (request.getContentLengthLong() > limit) {
      throw tooLarge(limit);
    }
    InputStream in = request.getInputStream();
    byte[] body = in.readNBytes(limit);
    if (body.length == limit && in.read() >= 0) {
      throw tooLarge(limit);
    }
    return body;
  }

  private static ProblemException tooLarge(int limit) {
    return new ProblemException(
        ProblemType.PAYLOAD_TOO_LARGE, "the body is over its limit of %d bytes".formatted(limit));
  }
}
