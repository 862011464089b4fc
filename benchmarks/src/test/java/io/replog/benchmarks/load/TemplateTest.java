package io.replog.benchmarks.load;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class TemplateTest {
  @Test
  void the_number_stands_wherever_it_is_asked_for() {
    String mark = Template.NUMBER;
    Template template = new Template("a" + mark + "b" + mark + "c");
    assertThat(text(template, 7)).isEqualTo("a00000000000007b00000000000007c");
    assertThat(text(template, 12_345)).isEqualTo("a00000000012345b00000000012345c");
  }

  @Test
  void a_request_without_a_number_stays_as_it_is() {
    assertThat(text(new Template("GET / @@@"), 7)).isEqualTo("GET / @@@");
  }

  private static String text(Template template, long number) {
    return StandardCharsets.UTF_8.decode(template.with(number)).toString();
  }
}
