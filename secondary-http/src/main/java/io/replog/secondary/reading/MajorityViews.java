package io.replog.secondary.reading;

import io.replog.http.problem.ProblemException;
import io.replog.http.reading.Views;
import io.replog.log.DurableLog;
import io.replog.log.MajorityLog;
import io.replog.log.ReadableLog;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/**
 * Readers see what a majority of the voters is known to hold, which no failover takes back; with
 * {@code ?acked=1} all that this node has stored.
 */
public record MajorityViews(DurableLog whole, MajorityLog majority) implements Views {

  private static final String PARAMETER = "acked";
  private static final String ONE = "1";
  private static final String MAJORITY = "majority";

  @Override
  public Set<String> parameters() {
    return Set.of(PARAMETER);
  }

  @Override
  public ReadableLog of(HttpServletRequest request) {
    return switch (request.getParameter(PARAMETER)) {
      case null -> majority;
      case MAJORITY -> majority;
      case ONE -> whole;
      default ->
          throw ProblemException.invalid(PARAMETER, "must be \"majority\", the default, or 1");
    };
  }

  @Override
  public String kept(HttpServletRequest request) {
    String given = request.getParameter(PARAMETER);
    return given == null ? "" : "&%s=%s".formatted(PARAMETER, given);
  }
}
