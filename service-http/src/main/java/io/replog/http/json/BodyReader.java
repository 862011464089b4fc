package io.replog.http.json;

import io.replog.http.problem.ProblemException;
import io.replog.model.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads requests' bodies whole, each up to a limit and all of them within a budget. */
public final class BodyReader {

  /** A body of this length is believed in before it is there, and is not counted. */
  static final int SMALL = 16 << 10;

  private final BodyBudget budget;

  public BodyReader(BodyBudget budget) {
    this.budget = budget;
  }

  /**
   * Reads the body of {@code request}.
   *
   * @param limit the most bytes it may have; more are answered with 413
   * @throws ProblemException also with 503 where the budget has no room for it now
   */
  public Body read(HttpServletRequest request, int limit) throws IOException {
    long said = request.getContentLengthLong();
    if (said > limit) {
      throw tooLarge(limit);
    }
    InputStream in = request.getInputStream();
    if (said >= 0 && said <= SMALL) {
      byte[] whole = new byte[(int) said];
      int read = in.readNBytes(whole, 0, whole.length);
      return new Body(budget, read == whole.length ? whole : Arrays.copyOf(whole, read));
    }
    Body body = new Body(budget, new byte[0]);
    try {
      readLarge(in, said < 0 ? limit + 1 : (int) said, body);
      if (body.bytes().length > limit) {
        throw tooLarge(limit);
      }
      return body;
    } catch (IOException | RuntimeException e) {
      body.close();
      throw e;
    }
  }

  /** The fields of the JSON object that is the body. */
  public JsonFields object(HttpServletRequest request, int limit) throws IOException {
    try (Body body = read(request, limit)) {
      return StrictJson.object(body.bytes());
    }
  }

  /** Takes room as bytes arrive, never on the word of who sends them. */
  private static void readLarge(InputStream in, int most, Body body) throws IOException {
    int length = 0;
    int read = 0;
    while (read >= 0 && length < most) {
      if (length == body.bytes().length) {
        body.resize((int) Math.min(most, Math.max(SMALL, 2L * length)));
      }
      read = in.read(body.bytes(), length, body.bytes().length - length);
      length += Math.max(0, read);
    }
    if (length < body.bytes().length) {
      body.resize(length);
    }
  }

  private static ProblemException tooLarge(int limit) {
    return new ProblemException(
        ProblemType.PAYLOAD_TOO_LARGE, "the body is over its limit of %d bytes".formatted(limit));
  }
}
