package io.replog.http.reading;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.http.problem.ProblemException;
import io.replog.model.Damage;
import io.replog.model.ProblemType;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Whatever a reader writes into a query: a page within the log, or an invalid request. */
class AnyPageTest {

  @Test
  void anyQueryIsAPageWithinTheLogOrIsRefused() {
    Damage.repeat(
        20_000,
        random -> {
          long length = random.nextBoolean() ? random.nextInt(20) : Long.MAX_VALUE;
          try {
            Page page = Page.of(number(random), number(random), length);
            assertThat(page.from()).isNotNegative();
            assertThat(page.end()).isBetween(Math.min(page.from(), length), length);
            assertThat(page.limit()).isNotNegative();
          } catch (ProblemException e) {
            assertThat(e.problem().type()).isEqualTo(ProblemType.INVALID_REQUEST);
          }
        });
  }

  private static String number(Random random) {
    String number = Long.toString(random.nextLong() >>> random.nextInt(64));
    return random.nextInt(5) == 0
        ? null
        : new String(Damage.of(random, number.getBytes(UTF_8)), UTF_8);
  }
}
