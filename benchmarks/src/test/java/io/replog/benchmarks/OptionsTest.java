package io.replog.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OptionsTest {
  @Test
  void what_is_given_wins_over_brief_and_thorough() {
    assertThat(Options.parse().seconds(3, 9)).isEqualTo(3);
    assertThat(Options.parse("--full").seconds(3, 9)).isEqualTo(9);
    assertThat(Options.parse("--full", "--seconds", "1.5").seconds(3, 9)).isEqualTo(1.5);
  }

  @Test
  void several_scenarios_are_separated_by_commas() {
    assertThat(Options.parse("--scenario", "posts,reads").scenarios())
        .containsExactly("posts", "reads");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"--nonsense", "--seconds", "--seconds x", "--repeats 0", "--size 3", "posts"})
  void a_mistake_is_named(String line) {
    String[] arguments = line.split(" ");
    assertThatThrownBy(() -> Options.parse(arguments))
        .isInstanceOf(Options.Mistake.class)
        .hasMessageContaining(arguments[0]);
  }
}
