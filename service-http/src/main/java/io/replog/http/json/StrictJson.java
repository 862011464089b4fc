package io.replog.http.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.replog.http.buffers.JsonBuffers;
import io.replog.http.problem.ProblemException;
import io.replog.model.Utf8;
import java.nio.charset.CharacterCodingException;

/**
 * Reads JSON without guessing: well-formed UTF-8, one value, no field twice, bounded depth. The
 * length of strings is bounded by the body's.
 */
public final class StrictJson {

  private static final String WHOLE = "body";
  private static final int MAX_DEPTH = 16;
  private static final int MAX_NUMBER_LENGTH = 400;
  private static final int MAX_NAME_LENGTH = 1000;

  private static final ObjectMapper JSON =
      JsonMapper.builder(
              JsonFactory.builder()
                  .recyclerPool(JsonBuffers.POOL)
                  .streamReadConstraints(
                      StreamReadConstraints.builder()
                          .maxNestingDepth(MAX_DEPTH)
                          .maxNumberLength(MAX_NUMBER_LENGTH)
                          .maxNameLength(MAX_NAME_LENGTH)
                          .maxStringLength(Integer.MAX_VALUE)
                          .build())
                  .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private StrictJson() {}

  /** The object in {@code body}. */
  public static JsonFields object(byte[] body) {
    return object(body, 0, body.length, WHOLE);
  }

  /** The object in a part of {@code body}; {@code place} names it in errors. */
  public static JsonFields object(byte[] body, int offset, int length, String place) {
    JsonNode node = parse(body, offset, length, place);
    if (node == null || !node.isObject()) {
      throw ProblemException.invalid(place, "must be a JSON object");
    }
    return new JsonFields(node, place.equals(WHOLE) ? "" : place + ".");
  }

  private static JsonNode parse(byte[] body, int offset, int length, String place) {
    try {
      return JSON.readTree(Utf8.decodeDocument(body, offset, length));
    } catch (CharacterCodingException e) {
      throw ProblemException.invalid(place, "is not well-formed UTF-8");
    } catch (JsonProcessingException e) {
      throw ProblemException.invalid(place, fault(e) + where(e, place));
    }
  }

  /** What is wrong, in our own words: Jackson's address programmers. */
  private static String fault(JsonProcessingException e) {
    if (e instanceof StreamConstraintsException) {
      return "is nested deeper than %d levels, or holds a number of more than %d digits or a name of more than %d characters,"
          .formatted(MAX_DEPTH, MAX_NUMBER_LENGTH, MAX_NAME_LENGTH);
    }
    if (e instanceof JsonEOFException) {
      return "is JSON that ends too early,";
    }
    if (e instanceof MismatchedInputException) {
      return "has more after its JSON value,";
    }
    return isDuplicate(e) ? "has a field twice," : "is not JSON";
  }

  private static boolean isDuplicate(JsonProcessingException e) {
    return e.getOriginalMessage().startsWith("Duplicate field");
  }

  private static String where(JsonProcessingException e, String place) {
    JsonLocation at = e.getLocation();
    if (at == null || at.getLineNr() < 1) {
      return "";
    }
    return place.equals(WHOLE)
        ? " at line %d, column %d".formatted(at.getLineNr(), at.getColumnNr())
        : " at column %d".formatted(at.getColumnNr());
  }
}
