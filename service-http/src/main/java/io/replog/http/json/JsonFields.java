package io.replog.http.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.replog.http.problem.ProblemException;
import io.replog.model.Problem;
import io.replog.model.Problem.FieldError;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The fields of one JSON object. Collects faults, so that the client gets all of them in one
 * answer. {@code null} is the same as an absent field.
 */
public final class JsonFields {

  private final JsonNode object;
  private final String prefix;
  private final List<FieldError> errors = new ArrayList<>();

  JsonFields(JsonNode object, String prefix) {
    this.object = object;
    this.prefix = prefix;
  }

  /** Refuses every field that is not one of {@code known}. */
  public JsonFields allow(Set<String> known) {
    object
        .fieldNames()
        .forEachRemaining(
            name -> {
              if (!known.contains(name)) {
                error(name, "is not known here; known: " + String.join(", ", new TreeSet<>(known)));
              }
            });
    return this;
  }

  public Optional<JsonNode> get(String name) {
    JsonNode value = object.get(name);
    return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
  }

  public Optional<String> text(String name) {
    return get(name)
        .filter(value -> is(value.isTextual(), name, "must be a string"))
        .map(JsonNode::textValue);
  }

  public Optional<Boolean> bool(String name) {
    return get(name)
        .filter(value -> is(value.isBoolean(), name, "must be true or false"))
        .map(JsonNode::booleanValue);
  }

  /** A number in {@code [min, max]}. */
  public Optional<Double> number(String name, double min, double max) {
    return get(name)
        .filter(
            value ->
                is(
                    value.isNumber() && value.doubleValue() >= min && value.doubleValue() <= max,
                    name,
                    "must be a number from %s to %s".formatted(min, max)))
        .map(JsonNode::doubleValue);
  }

  /** A whole number in {@code [min, max]}. */
  public Optional<Long> integer(String name, long min, long max) {
    return get(name)
        .filter(
            value ->
                is(
                    value.isIntegralNumber()
                        && value.canConvertToLong()
                        && value.longValue() >= min
                        && value.longValue() <= max,
                    name,
                    "must be a whole number from %d to %d".formatted(min, max)))
        .map(JsonNode::longValue);
  }

  /** The objects of an array; at most {@code max} of them. */
  public Optional<List<JsonFields>> objects(String name, int max) {
    return get(name)
        .filter(value -> is(value.isArray(), name, "must be an array of objects"))
        .filter(value -> is(value.size() <= max, name, "must have at most " + max + " elements"))
        .map(value -> elements(name, value));
  }

  private List<JsonFields> elements(String name, JsonNode array) {
    List<JsonFields> elements = new ArrayList<>(array.size());
    for (JsonNode element : array) {
      String place = "%s%s[%d]".formatted(prefix, name, elements.size());
      if (!element.isObject()) {
        throw new ProblemException(Problem.invalid(place, "must be a JSON object"));
      }
      elements.add(new JsonFields(element, place + "."));
    }
    return elements;
  }

  /** Records a fault of a field. */
  public void error(String name, String detail) {
    errors.add(new FieldError(prefix + name, detail));
  }

  /** Ends the request if any fault was recorded. */
  public void throwIfFaulty() {
    if (!errors.isEmpty()) {
      throw new ProblemException(Problem.invalid(errors));
    }
  }

  private boolean is(boolean right, String name, String otherwise) {
    if (!right) {
      error(name, otherwise);
    }
    return right;
  }
}
