package io.replog.http.reading;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.replog.http.problem.ProblemException;
import io.replog.model.Problem.FieldError;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PageTest {

  @ParameterizedTest
  @CsvSource({
    // from, limit, length: end, next
    ",,0, 0,false",
    ",,5, 5,false",
    "0,,5, 5,false",
    "2,,5, 5,false",
    "5,,5, 5,false",
    "9,,5, 5,false",
    ",1,5, 1,true",
    "2,2,5, 4,true",
    "3,2,5, 5,false",
    "3,9,5, 5,false",
    "4,1,5, 5,false",
    "5,1,5, 5,false",
    "9,1,5, 5,false",
    ",5,5, 5,false",
    ",4,5, 4,true",
    "999999999999999999,999999999999999999,5, 5,false",
    "1,999999999999999999,9223372036854775807, 1000000000000000000,true"
  })
  void pageIsTheAskedPartOfWhatThereIs(
      String from, String limit, long length, long end, boolean next) {
    Page page = Page.of(from, limit, length);

    assertThat(page.from()).isEqualTo(from == null ? 0 : Long.parseLong(from));
    assertThat(page.end()).isEqualTo(end);
    assertThat(page.hasNext()).isEqualTo(next);
  }

  @Test
  void pagesFollowedToTheEndAreTheWholeLogOnce() {
    for (long length = 0; length < 12; length++) {
      for (int limit = 1; limit < 14; limit++) {
        long read = 0;
        Page page = Page.of(null, "" + limit, length);
        while (true) {
          assertThat(page.from()).isEqualTo(read);
          assertThat(page.end() - page.from()).isBetween(0L, (long) limit);
          read = page.end();
          if (!page.hasNext()) {
            break;
          }
          page = Page.of("" + page.end(), "" + limit, length);
        }
        assertThat(read).isEqualTo(length);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "-1", "+1", "1.0", "1e3", "x", "0x1", " 1", "1000000000000000000", "١"})
  void anythingButAWholeNumberIsRefused(String text) {
    assertThat(fieldAtFault(text, null)).isEqualTo("from");
    assertThat(fieldAtFault(null, text)).isEqualTo("limit");
  }

  @Test
  void pageOfNothingCannotBeAskedFor() {
    assertThat(fieldAtFault(null, "0")).isEqualTo("limit");
  }

  private static String fieldAtFault(String from, String limit) {
    ProblemException refused =
        catchThrowableOfType(ProblemException.class, () -> Page.of(from, limit, 5));
    assertThat(refused.problem().type().status()).isEqualTo(400);
    List<?> errors = (List<?>) refused.problem().members().get("errors");
    return ((FieldError) errors.getFirst()).field();
  }
}
