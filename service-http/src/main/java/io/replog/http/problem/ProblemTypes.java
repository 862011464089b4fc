package io.replog.http.problem;

import io.replog.model.ProblemType;

/** Problem types of errors of which only the status is known. */
public final class ProblemTypes {

  private ProblemTypes() {}

  public static ProblemType forStatus(int status) {
    return switch (status) {
      case 401 -> ProblemType.UNAUTHORIZED;
      case 403 -> ProblemType.FORBIDDEN;
      case 404 -> ProblemType.NOT_FOUND;
      case 405 -> ProblemType.METHOD_NOT_ALLOWED;
      case 406 -> ProblemType.NOT_ACCEPTABLE;
      case 413 -> ProblemType.PAYLOAD_TOO_LARGE;
      case 414 -> ProblemType.URI_TOO_LONG;
      case 415 -> ProblemType.UNSUPPORTED_MEDIA_TYPE;
      case 431 -> ProblemType.HEADER_TOO_LARGE;
      case 501, 505 -> ProblemType.INVALID_REQUEST; // unsupported HTTP
      case 503 -> ProblemType.OVERLOADED;
      default -> status < 500 ? ProblemType.INVALID_REQUEST : ProblemType.INTERNAL;
    };
  }
}
