package io.replog.cluster.page;

import static io.replog.cluster.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.failover.EqualNodes;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page of a node that follows stays whole while the master dies. */
class FailoverPageIT {

  private static final List<String> ALL = List.of("n1", "n2", "n3");

  @TempDir Path home;

  @Test
  void pageOfAFollowerShowsTheNextMaster() {
    Assumptions.assumeTrue(
        Chromium.hindrance().isEmpty(), () -> Chromium.hindrance().orElseThrow());
    try (EqualNodes nodes = new EqualNodes(home, "failover-page", "n1", "n2", "n3")) {
      nodes.start();
      String first = nodes.awaitMaster(ALL);
      List<String> rest = nodes.others(first);
      try (Page page = new Page(nodes.client(rest.getFirst()))) {
        eventually(() -> assertThat(page.summary()).isEqualTo("All 3 nodes are healthy."));
        assertThat(page.masters()).containsExactly(first);
        page.post("before", "all", "");
        eventually(() -> assertThat(page.latestPost()).startsWith("post good"));

        nodes.kill(first);

        page.post("after", "majority", "");
        eventually(
            () -> {
              assertThat(page.masters()).hasSize(1).isSubsetOf(rest);
              assertThat(page.happened()).contains("elected");
              assertThat(page.latestPost()).startsWith("post good");
              assertThat(page.holders()).containsExactlyInAnyOrderElementsOf(rest);
              assertThat(page.messages()).containsExactly("after", "before");
            });
        assertThat(page.lane(first)).doesNotContain("\nhealthy", "master");

        nodes.start(first);
        eventually(
            () -> {
              assertThat(page.lane(first)).contains("secondary", "has all");
              assertThat(page.summary()).isEqualTo("All 3 nodes are healthy.");
              assertThat(page.cells(first, "firm")).isEqualTo(2);
            });
        assertThat(page.faults()).isEmpty();
      }
    }
  }
}
