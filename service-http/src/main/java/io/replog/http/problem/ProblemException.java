package io.replog.http.problem;

import io.replog.model.Problem;
import io.replog.model.ProblemType;
import java.util.Map;

/** Ends a request with a problem document. Carries no stack trace: it is an answer, not a fault. */
public final class ProblemException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Problem problem;
  private final transient Map<String, String> headers;

  public ProblemException(Problem problem, Map<String, String> headers) {
    super(problem.detail(), null, false, false);
    this.problem = problem;
    this.headers = headers;
  }

  public ProblemException(Problem problem) {
    this(problem, Map.of());
  }

  public ProblemException(ProblemType type, String detail) {
    this(Problem.of(type, detail));
  }

  /** A request of which one field is at fault. */
  public static ProblemException invalid(String field, String detail) {
    return new ProblemException(Problem.invalid(field, detail));
  }

  /** A refusal that is worth repeating after {@code seconds}. */
  public static ProblemException retryAfter(int seconds, Problem problem) {
    return new ProblemException(problem, Map.of("Retry-After", Integer.toString(seconds)));
  }

  public Problem problem() {
    return problem;
  }

  public Map<String, String> headers() {
    return headers;
  }
}
