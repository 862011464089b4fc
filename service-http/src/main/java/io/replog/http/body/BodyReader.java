package io.replog.http.body;

import io.replog.http.json.JsonFields;
import io.replog.http.json.StrictJson;
import io.replog.http.problem.ProblemException;
import io.replog.model.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** Reads requests' bodies whole, each up to a limit and all of them within a budget. */
public final class BodyReader {

  /**
   * Bytes. Bodies up to this size are allocated from Content-Length up front and not charged to the
   * budget.
   */
  static final int SMALL = 16 << 10;

  private final BodyBudget budget;

  public BodyReader(BodyBudget budget) {
    this.budget = budget;
  }

  /**
   * Reads the body of {@code request}.
   *
   * @param limit the most bytes it may have; more are answered with 413
   * @throws ProblemException with 413; with 415 if it is not plain UTF-8; with 503 where the budget
   *     has no room for it now
   */
  public Body read(HttpServletRequest request, int limit) throws IOException {
    BodyEncoding.check(request);
    long stated = request.getContentLengthLong();
    if (stated > limit) {
      throw tooLarge(limit);
    }
    InputStream in = request.getInputStream();
    if (stated >= 0 && stated <= SMALL) {
      byte[] whole = new byte[(int) stated];
      int read = in.readNBytes(whole, 0, whole.length);
      return new Body(budget, read == whole.length ? whole : Arrays.copyOf(whole, read));
    }
    Body body = new Body(budget, new byte[0]);
    try {
      readLarge(in, stated < 0 ? limit + 1 : (int) stated, body);
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

  /** Allocates as bytes arrive, whatever Content-Length says. */
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
