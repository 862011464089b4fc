package io.replog.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import io.replog.benchmarks.scenarios.Scenario;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

class CommandTest {
  private static final int WRONG_USAGE = 2;

  @Test
  void whatIsGivenWinsOverBriefAndThorough() {
    assertThat(bench().seconds(3, 9)).isEqualTo(3);
    assertThat(bench("--full").seconds(3, 9)).isEqualTo(9);
    assertThat(bench("--full", "--seconds", "1.5").seconds(3, 9)).isEqualTo(1.5);
  }

  @Test
  void severalScenariosAreSeparatedByCommas() {
    assertThat(options("--scenario", "posts,reads").scenarios())
        .containsExactly(Scenario.POSTS, Scenario.READS);
  }

  @Test
  void jvmOptionsAreSeparatedBySpaces() {
    assertThat(options("--jvm", "-Xmx256m -Da=b").jvm()).containsExactly("-Xmx256m", "-Da=b");
  }

  @Test
  void anOptionThatIsGivenTwiceCountsAsGivenLast() {
    assertThat(options("--project", "/a", "--project", "/b").project()).isEqualTo(Path.of("/b"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "--nonsense",
        "--seconds",
        "--seconds x",
        "--seconds NaN",
        "--repeats 0",
        "--size 3",
        "--scenario nonsense",
        "posts"
      })
  void aMistakeIsNamed(String line) {
    String[] arguments = line.split(" ");
    StringWriter errors = new StringWriter();
    int status = Main.command().setErr(new PrintWriter(errors)).execute(arguments);
    assertThat(status).isEqualTo(WRONG_USAGE);
    assertThat(errors.toString().lines().findFirst().orElse(""))
        .contains(arguments[arguments[0].equals("--scenario") ? 1 : 0]);
  }

  private static Options options(String... arguments) {
    CommandLine command = Main.command();
    command.parseArgs(arguments);
    return command.getCommand();
  }

  private static Bench bench(String... arguments) {
    return new Bench("posts", options(arguments), Path.of("."), null);
  }
}
