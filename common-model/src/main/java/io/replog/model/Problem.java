package io.replog.model;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * An error answer: what went wrong, and what the client can do with it.
 *
 * @param type its kind
 * @param detail this occurrence, in a sentence or two
 * @param members further members of the document, in order
 */
public record Problem(ProblemType type, String detail, Map<String, Object> members) {

  /** What is wrong with one field of a request. */
  public record FieldError(String field, String detail) {}

  public static Problem of(ProblemType type, String detail) {
    return new Problem(type, detail, Map.of());
  }

  /** An invalid request with every field that is at fault. */
  public static Problem invalid(List<FieldError> errors) {
    String detail =
        String.join("; ", errors.stream().map(e -> e.field() + ": " + e.detail()).toList());
    return of(ProblemType.INVALID_REQUEST, detail).with("errors", errors);
  }

  public static Problem invalid(String field, String detail) {
    return invalid(List.of(new FieldError(field, detail)));
  }

  /** This problem with one more member. */
  public Problem with(String name, Object value) {
    Map<String, Object> more = new LinkedHashMap<>(members);
    more.put(name, value);
    return new Problem(type, detail, more);
  }
}
