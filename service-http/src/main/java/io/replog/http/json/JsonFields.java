package io.replog.http.json;

import com.fasterxml.jackson.databind.JsonNode;
import io.replog.http.problem.ProblemException;
import io.replog.model.LogId;
import io.replog.model.MessageId;
import io.replog.model.Problem;
import io.replog.model.Problem.FieldError;
import io.replog.model.Utf8;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;

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

  /** Notes a fault for each of {@code names} that is absent. */
  public JsonFields require(String... names) {
    for (String name : names) {
      if (get(name).isEmpty()) {
        error(name, "is missing");
      }
    }
    return this;
  }

  public Optional<JsonNode> get(String name) {
    JsonNode value = object.get(name);
    return value == null || value.isNull() ? Optional.empty() : Optional.of(value);
  }

  public Optional<String> text(String name) {
    return read(name, JsonNode::isTextual, () -> "must be a string").map(JsonNode::textValue);
  }

  /** What {@code check} makes of a text, which it refuses with an IllegalArgumentException. */
  public <T> Optional<T> text(String name, Function<String, T> check) {
    try {
      return text(name).map(check);
    } catch (IllegalArgumentException e) {
      error(name, e.getMessage());
      return Optional.empty();
    }
  }

  /** The field {@code log_id}, which names a log. */
  public Optional<String> logId() {
    return read(
            "log_id",
            value -> value.isTextual() && LogId.isValid(value.textValue()),
            () -> LogId.RULE)
        .map(JsonNode::textValue);
  }

  /** A text as UTF-8. */
  public Optional<byte[]> utf8(String name) {
    Optional<String> text = text(name);
    try {
      return text.isEmpty() ? Optional.empty() : Optional.of(Utf8.encode(text.get()));
    } catch (CharacterCodingException e) {
      error(name, "holds half of a surrogate pair, which no text has");
      return Optional.empty();
    }
  }

  /** A message's id: a string, or a whole number, of which the digits are the id. */
  public Optional<String> id(String name) {
    Optional<String> id =
        get(name).filter(JsonNode::isIntegralNumber).map(JsonNode::asText).or(() -> text(name));
    id.flatMap(MessageId::fault).ifPresent(fault -> error(name, fault));
    return id;
  }

  public Optional<Boolean> bool(String name) {
    return read(name, JsonNode::isBoolean, () -> "must be true or false")
        .map(JsonNode::booleanValue);
  }

  /** A number in {@code [min, max]}. */
  public Optional<Double> number(String name, double min, double max) {
    return read(
            name,
            value -> value.isNumber() && value.doubleValue() >= min && value.doubleValue() <= max,
            () -> "must be a number from %s to %s".formatted(min, max))
        .map(JsonNode::doubleValue);
  }

  /** A whole number in {@code [min, max]}. */
  public Optional<Long> integer(String name, long min, long max) {
    return read(
            name,
            value ->
                value.isIntegralNumber()
                    && value.canConvertToLong()
                    && value.longValue() >= min
                    && value.longValue() <= max,
            () -> "must be a whole number from %d to %d".formatted(min, max))
        .map(JsonNode::longValue);
  }

  /** The objects of an array; at most {@code max} of them. */
  public Optional<List<JsonFields>> objects(String name, int max) {
    Supplier<String> tooMany = () -> "must have at most " + max + " elements";
    return read(name, JsonNode::isArray, () -> "must be an array of objects")
        .flatMap(array -> read(name, value -> value.size() <= max, tooMany))
        .map(value -> elements(name, value));
  }

  /**
   * The field if it is {@code right}; notes the fault {@code otherwise} if it is not. Only then is
   * its text made: most fields are right, and a text costs more than the rest of reading a field.
   */
  private Optional<JsonNode> read(
      String name, Predicate<JsonNode> right, Supplier<String> otherwise) {
    Optional<JsonNode> value = get(name);
    if (value.isPresent() && !right.test(value.get())) {
      error(name, otherwise.get());
      return Optional.empty();
    }
    return value;
  }

  private List<JsonFields> elements(String name, JsonNode array) {
    List<JsonFields> elements = new ArrayList<>(array.size());
    for (JsonNode element : array) {
      String place = "%s%s[%d]".formatted(prefix, name, elements.size());
      if (!element.isObject()) {
        throw ProblemException.invalid(place, "must be a JSON object");
      }
      elements.add(new JsonFields(element, place + "."));
    }
    return elements;
  }

  /** Records a fault of a field. */
  public void error(String name, String detail) {
    errors.add(new FieldError(prefix + name, detail));
  }

  /** Whether any fault was recorded. */
  public boolean isFaulty() {
    return !errors.isEmpty();
  }

  /** Ends the request if any fault was recorded. */
  public void throwIfFaulty() {
    if (isFaulty()) {
      throw new ProblemException(Problem.invalid(errors));
    }
  }
}
