package io.replog.cluster.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.replog.cluster.OnProcesses;
import io.replog.cluster.Scenarios;
import io.replog.cluster.nodes.Cluster;
import io.replog.cluster.nodes.Node;
import io.replog.cluster.nodes.Topology;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * Requests made up from a grammar, most of them with one to three things wrong. {@code
 * -Dreplog.fuzz.seed} repeats a run, {@code -Dreplog.fuzz.seconds} sets its length.
 */
class FuzzIT extends Scenarios implements OnProcesses {

  private static final int DEFAULT_SECONDS = 10;
  private static final int MAX_VIOLATIONS = 10;
  private static final int STREAMS = 5;
  private static final int REMEMBERED = 10;

  private final long seed = Long.getLong("replog.fuzz.seed", System.nanoTime());
  private final int seconds = Integer.getInteger("replog.fuzz.seconds", DEFAULT_SECONDS);
  private final TreeMap<Integer, Integer> statuses = new TreeMap<>();
  private final Deque<RawRequest> last = new ArrayDeque<>();
  private final Map<String, String> violations = new LinkedHashMap<>();

  @Test
  void noRequestGetsMoreOutOfANodeThanTheContractGives() {
    System.out.printf("FuzzIT: -Dreplog.fuzz.seed=%d -Dreplog.fuzz.seconds=%d%n", seed, seconds);
    Cluster cluster = cluster(topology());
    cluster.start(master, s1, s2);
    List<Target> targets =
        List.of(
            new MasterTarget(cluster.client(master)), new SecondaryTarget(s2, cluster.client(s2)));

    long end = System.nanoTime() + seconds * 1_000_000_000L;
    long round = 0;
    while (System.nanoTime() < end && violations.size() < MAX_VIOLATIONS) {
      Target target = targets.get((int) (round % targets.size()));
      strike(target, round, new Chance(seed + round));
      round++;
    }
    System.out.printf("seed %d: %d requests, answers %s%n", seed, round, statuses);
    assertThat(violations.values()).as("seed %d", seed).isEmpty();
    cluster.nodes().forEach(node -> assertUnharmed(cluster, node));
    eventuallySameLog(cluster, s1);
  }

  /** A master with a secondary of its own, and one that stands alone. */
  private static Topology topology() {
    return Topology.masterAnd(1)
        .set(s2, "MASTER_URL", "")
        .set(master, "replog.write.default-timeout", "50ms")
        .set(master, "replog.write.max-timeout", "200ms")
        .setAll("replog.limits.streams", String.valueOf(STREAMS))
        .setAll("replog.limits.stream-heartbeat", "1s");
  }

  private void strike(Target target, long round, Chance chance) {
    RawRequest request = target.request(chance);
    for (int wrong = chance.below(4) - (chance.oneIn(2) ? 1 : 0); wrong > 0; wrong--) {
      request = Mutations.one(chance, request);
    }
    List<String> wrongs = new ArrayList<>();
    List<RawAnswer> answers = List.of();
    try {
      answers = RawConnection.exchange(target.client().node(), request);
      for (RawAnswer answer : answers) {
        statuses.merge(answer.status(), 1, Integer::sum);
        wrongs.addAll(AnswerRules.broken(request, answer));
      }
      if (answers.isEmpty()) {
        wrongs.add("no answer");
      }
    } catch (IOException e) {
      wrongs.add("no well-formed answer: " + e);
    }
    try {
      wrongs.addAll(target.wrongs(request, answers));
    } catch (UncheckedIOException e) {
      wrongs.add(
          "what it holds cannot be asked: %s; the requests before were %s".formatted(e, last));
    }
    last.addLast(request);
    if (last.size() > REMEMBERED) {
      last.removeFirst();
    }
    if (!wrongs.isEmpty()) {
      // One of a kind is enough.
      String kind =
          wrongs.stream().map(wrong -> wrong.replaceAll("[0-9]+", "n")).toList()
              + kind(request, answers);
      violations.putIfAbsent(
          kind,
          "round %d, %s: %s%n%s%n---- answered%n%s"
              .formatted(round, target.node(), wrongs, request, answers));
    }
  }

  private static String kind(RawRequest request, List<RawAnswer> answers) {
    return answers.isEmpty() ? "" : request.method() + answers.getFirst().status();
  }

  private static void assertUnharmed(Cluster cluster, Node node) {
    assertThat(cluster.client(node).get("/health").status())
        .as("health of %s", node)
        .isEqualTo(200);
    assertThat(cluster.log(node).lines().filter(FuzzIT::isTrouble).limit(5))
        .as("the log of %s", node)
        .isEmpty();
    // Seldom: each try takes places itself, which are free again once their leaving was noticed.
    Awaitility.await()
        .atMost(Duration.ofMinutes(3))
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofSeconds(40))
        .ignoreExceptions()
        .untilAsserted(() -> assertStreamsCanBeOpened(cluster, node));
  }

  private static boolean isTrouble(String line) {
    return line.contains(" ERROR ") || line.contains("Exception") || line.startsWith("\tat ");
  }

  /** Those that were opened and left are not counted any more. */
  private static void assertStreamsCanBeOpened(Cluster cluster, Node node) throws Exception {
    List<AutoCloseable> open = new ArrayList<>();
    try {
      for (int i = 0; i < STREAMS; i++) {
        var stream = io.replog.cluster.client.EventStream.open(cluster.client(node), "?from=0", -1);
        open.add(stream);
        assertThat(stream.status()).isEqualTo(200);
      }
    } finally {
      for (AutoCloseable stream : open) {
        stream.close();
      }
    }
  }
}
