package io.replog.http.refusal;

import io.replog.http.problem.ProblemException;
import io.replog.model.Problem;
import io.replog.model.Problem.FieldError;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Refuses a mistyped or repeated parameter, which would otherwise be ignored. */
public final class Query {

  private Query() {}

  /** Ends the request unless each of its parameters is one of {@code known}, and given once. */
  public static void allow(HttpServletRequest request, String... known) {
    List<FieldError> faults = faults(request.getParameterMap(), Set.of(known));
    if (!faults.isEmpty()) {
      throw new ProblemException(Problem.invalid(faults));
    }
  }

  /** What is wrong with the names in {@code parameters}; the caller may change the list. */
  public static List<FieldError> faults(Map<String, String[]> parameters, Set<String> known) {
    List<FieldError> faults = new ArrayList<>();
    parameters.forEach(
        (name, values) -> {
          if (!known.contains(name)) {
            faults.add(new FieldError(name, unknown(known)));
          } else if (values.length > 1) {
            faults.add(new FieldError(name, "is given more than once"));
          }
        });
    return faults;
  }

  private static String unknown(Set<String> known) {
    return known.isEmpty()
        ? "is not known here, where no parameter is"
        : "is not known here; known: " + String.join(", ", new TreeSet<>(known));
  }
}
