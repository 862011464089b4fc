package io.replog.http.json;

import io.replog.http.problem.ProblemException;
import io.replog.model.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads a request's body whole, up to a limit. */
public final class BoundedBody {

  /** A body of this length is believed in before it is there. */
  private static final int SMALL = 16 << 10;

  private BoundedBody() {}

  /** The body's bytes, at most {@code limit}; more are answered with 413. */
  public static byte[] read(HttpServletRequest request, int limit) throws IOException {
    long said = request.getContentLengthLong();
    if (said > limit) {
      throw tooLarge(limit);
    }
    InputStream in = request.getInputStream();
    if (said >= 0 && said <= SMALL) {
      byte[] whole = new byte[(int) said];
      int read = in.readNBytes(whole, 0, whole.length);
      return read == whole.length ? whole : Arrays.copyOf(whole, read);
    }
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
