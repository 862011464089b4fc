package io.replog.http.security;

import io.replog.http.problem.ProblemException;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Map;

/**
 * The secret that the nodes of a cluster share. Empty for none: whoever reaches this node may do
 * everything.
 */
public record ClusterToken(String value) {

  private static final String SCHEME = "Bearer ";

  public ClusterToken {
    if (!value.chars().allMatch(c -> c > ' ' && c < 0x7f)) {
      throw new IllegalArgumentException("may hold only visible ASCII characters, without spaces");
    }
  }

  public boolean isSet() {
    return !value.isEmpty();
  }

  /** The value of an {@code Authorization} header. */
  public String header() {
    return SCHEME + value;
  }

  /** Ends the request with 401 or 403 unless it carries this token. */
  void check(HttpServletRequest request) {
    if (!isSet()) {
      return;
    }
    String given = request.getHeader("Authorization");
    if (given == null || !given.regionMatches(true, 0, SCHEME, 0, SCHEME.length())) {
      throw new ProblemException(
          Problem.of(
              ProblemType.UNAUTHORIZED, "send the header Authorization: Bearer <CLUSTER_TOKEN>"),
          Map.of("WWW-Authenticate", "Bearer"));
    }
    // In constant time, so that the response time reveals nothing about the secret.
    if (!MessageDigest.isEqual(bytes(given.substring(SCHEME.length()).strip()), bytes(value))) {
      throw new ProblemException(
          ProblemType.FORBIDDEN, "this is not the CLUSTER_TOKEN of this node");
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public String toString() {
    return isSet() ? "(set)" : "(not set)";
  }
}
