package io.replog.http.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.replog.model.Problem.FieldError;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class JsonFieldsTest {

  private final JsonFields fields =
      object(
          """
          {"text":"t", "empty":"", "yes":true, "int":7, "zero":0, "real":0.5, "huge":1e400,
           "big":9223372036854775808, "none":null, "list":[{"a":"1"},{"a":2}], "mixed":[{},7]}
          """);

  @Test
  void nullIsTheSameAsAnAbsentField() {
    for (String name : new String[] {"none", "absent"}) {
      assertThat(fields.get(name)).isEmpty();
      assertThat(fields.text(name)).isEmpty();
      assertThat(fields.bool(name)).isEmpty();
      assertThat(fields.integer(name, 0, 9)).isEmpty();
      assertThat(fields.number(name, 0, 9)).isEmpty();
      assertThat(fields.objects(name, 9)).isEmpty();
    }
    assertThatCode(fields::throwIfFaulty).doesNotThrowAnyException();
  }

  @Test
  void valuesOfTheRightTypeAreRead() {
    assertThat(fields.text("text")).hasValue("t");
    assertThat(fields.text("empty")).hasValue("");
    assertThat(fields.bool("yes")).hasValue(true);
    assertThat(fields.integer("int", 7, 7)).hasValue(7L);
    assertThat(fields.number("int", 7, 7)).hasValue(7.0);
    assertThat(fields.number("real", 0, 1)).hasValue(0.5);
    assertThatCode(fields::throwIfFaulty).doesNotThrowAnyException();
  }

  @Test
  void valuesOfAnotherTypeAreFaults() {
    assertThat(fields.text("int")).isEmpty();
    assertThat(fields.bool("text")).isEmpty();
    assertThat(fields.bool("zero")).isEmpty();
    assertThat(fields.integer("text", 0, 9)).isEmpty();
    assertThat(fields.integer("real", 0, 9)).isEmpty();
    assertThat(fields.number("yes", 0, 9)).isEmpty();
    assertThat(fields.objects("text", 9)).isEmpty();

    assertThat(faults())
        .extracting(FieldError::field)
        .containsExactly("int", "text", "zero", "text", "real", "yes", "text");
  }

  @Test
  void numbersOutsideTheirRangeAreFaults() {
    assertThat(fields.integer("int", 8, 9)).isEmpty();
    assertThat(fields.integer("int", 0, 6)).isEmpty();
    assertThat(fields.integer("big", 0, Long.MAX_VALUE)).isEmpty();
    assertThat(fields.number("real", 0.6, 1)).isEmpty();
    assertThat(fields.number("huge", 0, 1)).isEmpty();

    assertThat(faults())
        .hasSize(5)
        .contains(new FieldError("int", "must be a whole number from 8 to 9"));
  }

  @Test
  void unknownFieldsAreFaultsThatNameTheKnownOnes() {
    JsonFields two = object("{\"W\":1,\"w\":2}").allow(Set.of("w", "id"));

    assertThat(StrictJsonTest.errors(two::throwIfFaulty))
        .containsExactly(new FieldError("W", "is not known here; known: id, w"));
  }

  @Test
  void elementsOfAnArrayNameTheirPlace() {
    List<JsonFields> elements = fields.objects("list", 2).orElseThrow();

    assertThat(elements.get(0).text("a")).hasValue("1");
    assertThat(elements.get(1).text("a")).isEmpty();
    assertThat(StrictJsonTest.errors(elements.get(1)::throwIfFaulty))
        .containsExactly(new FieldError("list[1].a", "must be a string"));
    assertThat(StrictJsonTest.errors(() -> fields.objects("mixed", 9)))
        .extracting(FieldError::field)
        .containsExactly("mixed[1]");
  }

  @Test
  void numberOfElementsIsBounded() {
    assertThat(fields.objects("list", 1)).isEmpty();

    assertThat(faults()).containsExactly(new FieldError("list", "must have at most 1 elements"));
  }

  @Test
  void allFaultsAreSaidAtOnceInTheOrderInWhichTheyWereFound() {
    fields.error("b", "second");
    fields.error("a", "first");

    assertThat(faults()).extracting(FieldError::field).containsExactly("b", "a");
  }

  private List<FieldError> faults() {
    return StrictJsonTest.errors(fields::throwIfFaulty);
  }

  private static JsonFields object(String json) {
    return StrictJson.object(json.getBytes(UTF_8));
  }
}
