package io.replog.http.refusal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.replog.http.problem.ProblemException;
import io.replog.model.Problem;
import io.replog.model.Problem.FieldError;
import io.replog.model.ProblemType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.support.StaticListableBeanFactory;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.web.method.HandlerMethod;

class QueryTest {

  private final Query query =
      new Query(new StaticListableBeanFactory().getBeanProvider(Query.OfReads.class));

  @Query.Parameters({"from", "limit"})
  void paged() {}

  void plain() {}

  @ParameterizedTest
  @CsvSource({
    "paged, form=5, form",
    "paged, From=5, From",
    "paged, limit=1&limit=2, limit",
    "paged, from=1&from=1, from",
    "paged, limit=1&w=2, w",
    "plain, x=1, x",
    "plain, from=1, from",
    "plain, x=, x"
  })
  void mistypedOrRepeatedParameterIsNamed(String handler, String text, String field) {
    Problem problem =
        catchThrowableOfType(ProblemException.class, () -> check(handler, text)).problem();

    assertThat(problem.type()).isEqualTo(ProblemType.INVALID_REQUEST);
    FieldError error = (FieldError) ((List<?>) problem.members().get("errors")).getFirst();
    assertThat(error.field()).isEqualTo(field);
    assertThat(error.detail())
        .containsAnyOf("known: from, limit", "more than once", "where no parameter is");
  }

  @ParameterizedTest
  @CsvSource({"paged, from=1&limit=2", "paged, limit=1", "plain, ''", "plain,"})
  void declaredParameterPasses(String handler, String text) throws Exception {
    assertThat(check(handler, text)).isTrue();
  }

  @Test
  void whatIsAllowedIsSaid() {
    assertThat(Query.number("at", "999999999999999999", 0)).isEqualTo(999_999_999_999_999_999L);
    for (String text : new String[] {"abc", "-1", "1.5", "", "9223372036854775807"}) {
      assertThatThrownBy(() -> Query.number("at", text, 0))
          .hasMessage("at: must be a whole number from 0 to 999999999999999999");
    }
  }

  private boolean check(String handler, String text) throws NoSuchMethodException {
    MockHttpServletRequest request = new MockHttpServletRequest();
    request.setQueryString(text);
    for (String parameter : text == null || text.isEmpty() ? new String[0] : text.split("&")) {
      String[] parts = parameter.split("=", 2);
      request.addParameter(parts[0], parts[1]);
    }
    return query.preHandle(
        request,
        new MockHttpServletResponse(),
        new HandlerMethod(this, QueryTest.class.getDeclaredMethod(handler)));
  }
}
