package io.replog.master;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No class needs 300 lines, in any module. */
class SourceSizeTest {

  private static final int MOST = 300;

  @Test
  void noSourceFileIsLongerThanAPersonReadsInOneGo() throws IOException {
    List<String> tooLong = new ArrayList<>();
    int seen = 0;
    for (Path source : sources()) {
      seen++;
      long lines;
      try (Stream<String> each = Files.lines(source)) {
        lines = each.count();
      }
      if (lines > MOST) {
        tooLong.add("%s has %d lines".formatted(source, lines));
      }
    }
    assertThat(seen).isGreaterThan(50);
    assertThat(tooLong).isEmpty();
  }

  private static List<Path> sources() throws IOException {
    // Maven runs tests in the folder of their module.
    Path root = Path.of("").toAbsolutePath().getParent();
    List<Path> sources = new ArrayList<>();
    for (String module :
        List.of(
            "common-model",
            "log-store",
            "replication-core",
            "election",
            "election-ratis",
            "service-http",
            "master-http",
            "secondary-http",
            "master-service",
            "secondary-service")) {
      try (Stream<Path> files = Files.walk(root.resolve(module).resolve("src/main/java"))) {
        files.filter(file -> file.toString().endsWith(".java")).forEach(sources::add);
      }
    }
    return sources;
  }
}
