package io.replog.cluster.page;

import static io.replog.cluster.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.replog.cluster.OnProcesses;
import io.replog.cluster.Scenarios;
import io.replog.cluster.client.Field;
import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Topology;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;

/** The page of a fixed master shows the cluster as it is, whatever befalls it. */
class PageIT extends Scenarios implements OnProcesses {

  private static final String HOSTILE =
      "<img src=x onerror=\"document.title='gone'\"><script>document.title='gone'</script>"
          + " \u202eright to left\u202c \u0007\u0001 שלום ünï 🦀\n\tsecond line & <b>bold</b>";

  private Cluster cluster;
  private String one;
  private String two;

  @Override
  public void assumeThere() {
    Assumptions.assumeTrue(
        Chromium.hindrance().isEmpty(), () -> Chromium.hindrance().orElseThrow());
  }

  @Test
  void pageShowsWhatBefallsTheCluster() {
    cluster = cluster(Topology.masterAnd(2));
    cluster.start(master, s1, s2);
    one = cluster.client(s1).health().path("id").asText();
    two = cluster.client(s2).health().path("id").asText();
    try (Page page = new Page(cluster.client(master))) {
      postIsSeenOnEveryNode(page);
      hostileMessageStaysText(page);
      killedSecondaryIsSeenAndItsReturn(page);
      postThatWaitsInVainGoesOnUnderItsId(page);
      messagesBeyondAGapAreSeen(page);
      everybodyCanReadIt(page);
      silenceOfTheNodeIsSeen(page);
      assertThat(page.faults()).isEmpty();
    }
    secondaryKnowsItselfAndItsMaster();
  }

  private void postIsSeenOnEveryNode(Page page) {
    eventually(
        () -> {
          assertThat(page.lanes()).containsExactlyInAnyOrder("master", one, two);
          assertThat(page.masters()).containsExactly("master");
          assertThat(page.summary()).isEqualTo("All 3 nodes are healthy.");
        });
    page.post("first", "3", "");
    eventually(
        () -> {
          assertThat(page.latestPost()).startsWith("post good: Done: order 0, on 3 nodes");
          assertThat(page.holders()).containsExactlyInAnyOrder("master", one, two);
          assertThat(page.messages()).containsExactly("first");
          for (String id : page.lanes()) {
            assertThat(page.cells(id, "firm")).as(id).isOne();
          }
        });
    assertThat(page.table())
        .hasSize(3)
        .anyMatch(row -> row.startsWith(one + "|secondary|healthy|1|0|"));
  }

  private void hostileMessageStaysText(Page page) {
    cluster.client(master).post(HOSTILE, Field.id("<b>id</b>"), Field.w("all"));
    cluster.client(master).post("a".repeat(500_000), Field.w("all"));
    eventually(() -> assertThat(page.messages()).hasSize(3));
    assertThat(page.messages()).contains(HOSTILE);
    assertThat(page.messages().getFirst()).startsWith("aaaa").hasSizeLessThan(5000);
    assertThat(page.count("main img, main script, main b b")).isZero();
    assertThat(page.title()).isEqualTo("master · Replog");
  }

  private void killedSecondaryIsSeenAndItsReturn(Page page) {
    cluster.kill(s2);
    page.post("for all", "all", "");
    eventually(
        () -> {
          assertThat(page.latestPost()).startsWith("post waits");
          assertThat(page.holders()).containsExactlyInAnyOrder("master", one);
          assertThat(page.waiting()).isEqualTo("Writers that wait: 1 for w=3.");
          assertThat(page.lane(two)).contains("1 behind", "failed", "suspected");
          assertThat(page.cells(two, "missing")).isOne();
          assertThat(page.summary()).contains(two);
        });
    cluster.start(s2);
    eventually(
        () -> {
          assertThat(page.latestPost()).startsWith("post good");
          assertThat(page.lane(two)).contains("healthy", "has all");
          assertThat(page.cells(two, "firm")).isEqualTo(4);
          assertThat(page.happened()).contains("lost", "suspected", "healthy", "connected");
        });
  }

  private static void everybodyCanReadIt(Page page) {
    for (String scheme : List.of("dark", "light")) {
      assertThat(page.inaccessible(scheme)).as(scheme).isEmpty();
    }
  }

  private void postThatWaitsInVainGoesOnUnderItsId(Page page) {
    offline(true);
    page.post("in vain", "3", "0.2");
    eventually(() -> assertThat(page.latestPost()).startsWith("post warn: Stored as order 4"));
    offline(false);
    eventually(() -> assertThat(page.holders()).hasSize(3));
    page.pressAction();
    eventually(() -> assertThat(page.latestPost()).startsWith("post good: Duplicate"));
  }

  private void offline(boolean now) {
    cluster.client(s2).command("POST", "/actuator/faults", "{\"offline\":" + now + "}");
  }

  private void messagesBeyondAGapAreSeen(Page page) {
    JsonNode health = cluster.client(s1).health();
    cluster
        .client(s1)
        .command(
            "POST",
            "/replicate",
            """
            {"epoch":%d,"log_id":"%s","messages":[{"order":7,"id":"beyond","message":"hidden"}]}"""
                .formatted(health.path("epoch").asLong(), health.path("log_id").asText()));
    eventually(
        () -> {
          assertThat(page.cells(one, "beyond")).isOne();
          assertThat(page.cells(one, "missing")).isEqualTo(2);
          assertThat(page.lane(one)).contains("1 held beyond a gap");
          assertThat(page.happened()).contains("gap-opened");
        });
    assertThat(page.messages()).doesNotContain("hidden");
  }

  private void silenceOfTheNodeIsSeen(Page page) {
    assertThat(page.connection()).isEqualTo("live");
    cluster.pause(master);
    eventually(
        () -> {
          assertThat(page.connection()).isEqualTo("connection lost");
          assertThat(page.notice()).contains("What is shown is", one, two);
        });
    cluster.resume(master);
    eventually(
        () -> {
          assertThat(page.connection()).isEqualTo("live");
          assertThat(page.notice()).isEmpty();
        });
  }

  private void secondaryKnowsItselfAndItsMaster() {
    try (Page page = new Page(cluster.client(s2))) {
      eventually(
          () -> {
            assertThat(page.lanes()).isEqualTo(List.of(two));
            assertThat(page.messages()).hasSize(5);
            assertThat(page.count("#elsewhere a")).isOne();
            assertThat(page.count("#post-form[hidden]")).isOne();
          });
    }
  }
}
