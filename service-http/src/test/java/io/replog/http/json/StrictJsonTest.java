package io.replog.http.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.replog.http.problem.ProblemException;
import io.replog.model.Problem.FieldError;
import io.replog.model.ProblemType;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
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

  @Test
  void refusalSaysWhereAndIsShort() {
    FieldError error = errors("{\"a\":1,\n\"b\":oops}".getBytes(UTF_8)).getFirst();

    assertThat(error.detail()).contains("line 2, column").doesNotContain("\n").hasSizeLessThan(300);
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
