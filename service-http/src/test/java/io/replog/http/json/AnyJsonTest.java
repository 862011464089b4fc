package io.replog.http.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.http.problem.ProblemException;
import io.replog.model.Damage;
import io.replog.model.ProblemType;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever JSON, or not quite, comes in: it is read, or refused as an invalid request. */
class AnyJsonTest {

  private static final byte[] VALID =
      """
      {"text":"a ü 🎉 \\ud83c\\udf89","bool":true,"number":0.5,"integer":-17,"nothing":null,
       "objects":[{"text":"b"},{"integer":9223372036854775807}]}
      """
          .getBytes(UTF_8);

  private static final Set<String> KNOWN =
      Set.of("text", "bool", "number", "integer", "nothing", "objects");

  @Test
  void anyBytesAreReadOrRefusedAsInvalid() {
    Damage.repeat(
        20_000,
        random -> {
          try {
            JsonFields fields = StrictJson.object(Damage.of(random, VALID)).allow(KNOWN);
            readAll(fields);
            fields.objects("objects", 3).orElse(List.of()).forEach(AnyJsonTest::readAll);
            fields.throwIfFaulty();
          } catch (ProblemException e) {
            assertThat(e.problem().type()).isEqualTo(ProblemType.INVALID_REQUEST);
            assertThat(e.problem().detail()).doesNotContain("Exception").hasSizeLessThan(2_000);
          }
        });
  }

  /** Each field as each type: no value is read as what it is not. */
  private static void readAll(JsonFields fields) {
    for (String name : KNOWN) {
      fields.text(name).ifPresent(text -> assertThat(text).isNotNull());
      fields.bool(name);
      fields.number(name, -1, 1).ifPresent(number -> assertThat(number).isBetween(-1.0, 1.0));
      fields
          .integer(name, -20, Long.MAX_VALUE)
          .ifPresent(number -> assertThat(number).isGreaterThanOrEqualTo(-20));
    }
  }
}
