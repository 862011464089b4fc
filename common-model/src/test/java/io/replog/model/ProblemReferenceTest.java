package io.replog.model;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of errors in docs/api.md agrees with {@link ProblemType}. */
class ProblemReferenceTest {

  private static final Pattern ROW =
      Pattern.compile("(?m)^\\| ((?:`[a-z-]+`(?:, )?)+) \\| ([0-9, ]+) \\|");

  private static final Pattern LABEL = Pattern.compile("[a-z-]+");

  @Test
  void theApiListsEveryProblemUnderItsStatusAndNoOther() throws IOException {
    assertThat(listed())
        .containsExactlyInAnyOrderElementsOf(
            Arrays.stream(ProblemType.values())
                .map(type -> type.label() + " " + type.status())
                .toList());
  }

  /** Each name with its status; a row gives one status for all of its names, or one for each. */
  private static Set<String> listed() throws IOException {
    String api = Files.readString(Path.of("..", "docs", "api.md"));
    Set<String> listed = new TreeSet<>();
    ROW.matcher(api.substring(api.indexOf("\n## Errors")))
        .results()
        .forEach(
            row -> {
              List<String> labels =
                  LABEL.matcher(row.group(1)).results().map(name -> name.group()).toList();
              String[] statuses = row.group(2).split(", ");
              for (int i = 0; i < Math.max(labels.size(), statuses.length); i++) {
                listed.add(
                    labels.get(Math.min(i, labels.size() - 1))
                        + " "
                        + statuses[Math.min(i, statuses.length - 1)]);
              }
            });
    return listed;
  }
}
