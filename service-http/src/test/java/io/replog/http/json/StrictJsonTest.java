package io.replog.http.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.replog.http.problem.ProblemException;
import io.replog.model.Damage;
import io.replog.model.Problem.FieldError;
import io.replog.model.ProblemType;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

  @Test
  void objectIsRead() {
    assertThat(object("{\"a\":\"ü \\u0000 \\ud83c\\udf89\"}").text("a")).hasValue("ü \0 🎉");
    assertThat(object(" \n{} \t").get("a")).isEmpty();
    assertThat(object("\ufeff{\"a\":\"b\"}").text("a")).hasValue("b");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "null",
        "[]",
        "\"text\"",
        "7",
        "{",
        "{\"a\"}",
        "{\"a\":}",
        "{\"a\":1,}",
        "{a:1}",
        "{'a':1}",
        "{\"a\":01}",
        "{\"a\":NaN}",
        "{\"a\":1} {\"b\":2}",
        "{\"a\":1}x",
        "{\"a\":1,\"a\":2}",
        "{\"a\":{\"b\":1,\"b\":2}}",
        "{\"a\":\"\u0000\"}",
        "{\"a\":\"line\nbreak\"}",
        "{\"a\":\"\\x\"}",
        "{\"a\":1 /* why */}"
      })
  void whatIsNotOneObjectOfPlainJsonIsRefused(String body) {
    assertThat(errors(body.getBytes(UTF_8))).extracting(FieldError::field).containsExactly("body");
  }

  @ParameterizedTest
  @ValueSource(strings = {"7b2261223a22ff227d", "7b2261223a22c0af227d", "7b2261223a22eda0bc227d"})
  void malformedUtf8IsRefused(String hex) {
    assertThat(errors(HexFormat.of().parseHex(hex)))
        .containsExactly(new FieldError("body", "is not well-formed UTF-8"));
  }

  @Test
  void depthIsBounded() {
    String deep = "[".repeat(15) + "]".repeat(15);
    assertThat(object("{\"a\":" + deep + "}").get("a")).isPresent();

    for (int depth : new int[] {16, 1000, 500_000}) {
      byte[] body = ("{\"a\":" + "[".repeat(depth)).getBytes(UTF_8);
      assertThat(errors(body)).extracting(FieldError::field).containsExactly("body");
    }
  }

  @Test
  void lengthOfANumberIsBounded() {
    assertThat(object("{\"a\":" + "1".repeat(400) + "}").get("a")).isPresent();

    assertThat(errors(("{\"a\":" + "1".repeat(401) + "}").getBytes(UTF_8))).hasSize(1);
  }

  @Test
  void lengthOfANameIsBounded() {
    assertThat(object("{\"" + "a".repeat(1000) + "\":1}").get("a")).isEmpty();

    assertThat(errors(("{\"" + "a".repeat(1001) + "\":1}").getBytes(UTF_8))).hasSize(1);
  }

  @Test
  void longStringIsRead() {
    String text = "x".repeat(30_000_000);

    assertThat(object("{\"a\":\"" + text + "\"}").text("a")).hasValue(text);
  }

  @Test
  void partOfABodyIsReadUnderItsOwnName() {
    byte[] lines = "{\"a\":\"1\"}\n{\"a\":\"2\"}\n[]".getBytes(UTF_8);

    assertThat(StrictJson.object(lines, 10, 9, "line 2").text("a")).hasValue("2");
    assertThat(errors(() -> StrictJson.object(lines, 20, 2, "line 3")))
        .containsExactly(new FieldError("line 3", "must be a JSON object"));
    JsonFields second = StrictJson.object(lines, 10, 9, "line 2");
    second.error("a", "is odd");
    assertThat(errors(second::throwIfFaulty)).containsExactly(new FieldError("line 2.a", "is odd"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{\"a\":1,#\"b\":oops}        | is not JSON at line 2, column 5",
        "message=m                   | is not JSON at line 1, column 1",
        "{\"a\":01}                   | is not JSON at line 1, column 7",
        "{\"a\":\"hel               | is JSON that ends too early, at line 1, column 10",
        "{\"a\":[1                    | is JSON that ends too early, at line 1, column 8",
        "{\"a\":1}#{}                 | has more after its JSON value, at line 2, column 1",
        "{\"a\":1,\"a\":2}            | has a field twice, at line 1, column 11",
      })
  void refusalSaysWhatIsWrongAndWhereInOurWords(String body, String detail) {
    assertThat(errors(body.replace('#', '\n').getBytes(UTF_8)))
        .containsExactly(new FieldError("body", detail));
  }

  @Test
  void refusalInPartOfABodyNamesTheColumnThere() {
    byte[] lines = "{\"a\":1}\n{\"a\":oops}".getBytes(UTF_8);

    assertThat(errors(() -> StrictJson.object(lines, 8, 10, "line 2")))
        .containsExactly(new FieldError("line 2", "is not JSON at column 6"));
  }

  /** Jackson's words name classes and features of Java, and the source that it read from. */
  @Test
  void parsersOwnWordsNeverShow() {
    Damage.repeat(
        20_000,
        random -> {
          byte[] body =
              Damage.of(random, "{\"a\":[1,\"\\u0041\",{\"b\":true}],\"c\":null}".getBytes(UTF_8));
          try {
            StrictJson.object(body);
          } catch (ProblemException e) {
            assertThat(e.problem().detail())
                .matches(
                    "body: (is not JSON|is JSON that ends too early,|has more after its JSON value,"
                        + "|has a field twice,) at line \\d+, column \\d+"
                        + "|body: is not well-formed UTF-8|body: must be a JSON object"
                        + "|body: is nested deeper than .*");
          }
        });
  }

  private static JsonFields object(String body) {
    return StrictJson.object(body.getBytes(UTF_8));
  }

  private static List<FieldError> errors(byte[] body) {
    return errors(() -> StrictJson.object(body));
  }

  @SuppressWarnings("unchecked")
  static List<FieldError> errors(Runnable refused) {
    ProblemException e = catchThrowableOfType(ProblemException.class, refused::run);
    assertThat(e).isNotNull();
    assertThat(e.problem().type()).isEqualTo(ProblemType.INVALID_REQUEST);
    return (List<FieldError>) e.problem().members().get("errors");
  }
}
