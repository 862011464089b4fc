package io.replog.cluster.faults;

import static io.replog.cluster.client.AnswerAssert.assertThat;
import static io.replog.cluster.client.Field.id;
import static io.replog.cluster.client.Field.timeout;
import static io.replog.cluster.client.Field.w;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.replog.cluster.Answers;
import io.replog.cluster.Eventually;
import io.replog.cluster.OnProcesses;
import io.replog.cluster.Scenarios;
import io.replog.cluster.client.Answer;
import io.replog.cluster.client.Client;
import io.replog.cluster.client.Entry;
import io.replog.cluster.nodes.Node;
import io.replog.cluster.nodes.Topology;
import io.replog.cluster.nodes.process.ProcessCluster;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The wall's clock jumps by days, on one node or on all: nothing is decided by it. */
class ClockJumpIT extends Scenarios implements OnProcesses {

  private static final int WRITES_A_JUMP = 60;
  private static final List<Duration> JUMPS =
      List.of(Duration.ofDays(3), Duration.ofDays(-400), Duration.ofDays(4000), Duration.ZERO);

  private final Map<Node, FaultySystem> systems = new HashMap<>();
  private final Map<String, Entry> acknowledged = new HashMap<>();
  private ProcessCluster cluster;
  private Client client;

  @Test
  void underLoadOnlyTimestampsChange() throws IOException {
    cluster = (ProcessCluster) cluster(Topology.masterAnd(2));
    for (Node node : List.of(master, s1, s2)) {
      systems.put(node, FaultySystem.below(cluster, node));
    }
    cluster.start(master, s1, s2);
    eventuallyHealthy(cluster, 3);
    client = cluster.client(master);
    long epoch = client.health().path("epoch").asLong();

    CompletableFuture<Answer> waiting = waitingForS2();
    for (Duration jump : JUMPS) {
      systems.get(master).shiftClock(jump);
      write("on the master " + jump);
      systems.get(s1).shiftClock(jump);
      systems.get(s2).shiftClock(jump.negated());
      write("everywhere " + jump);
      assertSeenAt(Instant.now().plus(jump));
      assertThat(waiting).isNotDone();
    }
    faults(cluster, s2).offline(false);
    assertThat(Answers.await(waiting)).isCreated().isAcknowledgedBy("secondary-2");

    assertThat(client.health().path("epoch").asLong()).isEqualTo(epoch);
    assertSilenceIsNoticedWhileTheClockGoesBack();
    List<Entry> log = eventuallySameLog(cluster, s1, s2);
    assertThat(log).containsAll(acknowledged.values());
    assertThat(log).extracting(Entry::id).doesNotHaveDuplicates();
    assertThat(log)
        .extracting(Entry::order)
        .containsExactlyElementsOf(LongStream.range(0, log.size()).boxed().toList());
    try (Client fresh = new Client(client.node(), null)) {
      acknowledged.forEach(
          (id, entry) -> assertThat(fresh.post(entry.message(), w(3), id(id))).isDuplicate());
    }
  }

  /** A client's own patience runs by the monotonic clock: an hour stays an hour. */
  private CompletableFuture<Answer> waitingForS2() {
    faults(cluster, s2).offline(true);
    return client.postAsync("waits", w(3), id("waits"), timeout(Duration.ofHours(1)));
  }

  /** Side by side, with given and with minted ids. */
  private void write(String what) {
    try (Client fresh = new Client(client.node(), null)) {
      List<Answer> answers =
          Answers.await(Answers.sideBySide(WRITES_A_JUMP, i -> post(fresh, what + i, i % 2 == 0)));
      for (int i = 0; i < WRITES_A_JUMP; i++) {
        Answer answer = answers.get(i);
        assertThat(answer.status()).isIn(200, 201);
        acknowledged.put(answer.id(), new Entry(answer.order(), answer.id(), what + i));
      }
    }
  }

  /**
   * Once more where the connection was closed or the body not read: the pauses of a connection are
   * measured by the wall's clock, in Tomcat.
   */
  private static CompletableFuture<Answer> post(Client fresh, String text, boolean minted) {
    Supplier<CompletableFuture<Answer>> attempt =
        () -> minted ? fresh.postAsync(text, w(2)) : fresh.postAsync(text, w(2), id(text));
    return attempt
        .get()
        .exceptionallyCompose(closed -> attempt.get())
        .thenCompose(
            answer ->
                answer.status() == 400 ? attempt.get() : CompletableFuture.completedFuture(answer));
  }

  /** Silence is measured by the monotonic clock, also while the wall's goes back. */
  private void assertSilenceIsNoticedWhileTheClockGoesBack() throws IOException {
    cluster.pause(s1);
    systems.get(master).shiftClock(Duration.ofDays(-400));
    Eventually.eventually(
        () -> assertThat(client.health().toString()).contains("\"status\":\"UNHEALTHY\""));
    cluster.resume(s1);
    eventuallyHealthy(cluster, 3);
  }

  /** This one differs, which shows that the clock has jumped. */
  private void assertSeenAt(Instant time) {
    Eventually.eventually(
        () -> {
          for (JsonNode secondary : client.health().path("secondaries")) {
            assertThat(Instant.parse(secondary.path("last_seen").asText()))
                .isCloseTo(time, org.assertj.core.api.Assertions.within(5, ChronoUnit.MINUTES));
            assertThat(secondary.path("status").asText()).isEqualTo("HEALTHY");
          }
        });
  }
}
