package io.replog.http.cluster;

import static io.replog.http.cluster.Clusters.cluster;
import static io.replog.http.cluster.Clusters.replication;
import static io.replog.http.cluster.Clusters.secondary;
import static io.replog.http.cluster.Clusters.self;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.core.transport.NodeHealth.Stored;
import io.replog.http.cluster.ClusterBody.Change;
import io.replog.http.cluster.ClusterBody.Node;
import io.replog.http.cluster.ClusterBody.Role;
import io.replog.log.HeldRange;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class HappeningsTest {

  private static final Replication GOOD = replication(true, "CLOSED", 0);

  private static List<String> told(ClusterBody before, ClusterBody after) {
    return Happenings.between(before, after, Instant.EPOCH).stream()
        .map(each -> each.kind() + ": " + each.words())
        .toList();
  }

  private static List<String> told(Node before, Node after) {
    return told(cluster("n1", 1, before), cluster("n1", 1, after));
  }

  @Test
  void sameViewTellsNothing() {
    Node node = secondary("HEALTHY", 5, GOOD);

    assertThat(told(node, node)).isEmpty();
    assertThat(told(secondary("HEALTHY", 4, GOOD), node)).isEmpty();
  }

  @Test
  void masterThatComesAndGoesIsTold() {
    assertThat(told(cluster("n2", 1), cluster(null, 1)))
        .containsExactly("no-master: n2 is not known to be master any more");
    assertThat(told(cluster(null, 1), cluster("n1", 2)))
        .containsExactly("elected: n1 is master (term 3, epoch 2)");
    assertThat(told(cluster("n1", 1), cluster("n1", 2))).containsExactly("epoch: epoch 2 began");
  }

  @Test
  void modeLogAndVotersThatChangeAreTold() {
    ClusterBody before = cluster("n1", 1, "recovering", "log", null);
    ClusterBody after =
        cluster("n1", 1, "read-write", "other", new Change(List.of("n4.x"), List.of()));

    assertThat(told(before, after))
        .containsExactly(
            "other-log: the log was replaced by another, empty one at first",
            "mode: n1 is read-write",
            "voters: the voters change: [n4.x] come, [] go");
    assertThat(told(after, before)).contains("voters: the change of the voters is applied");
  }

  @Test
  void nodesThatComeAndGoAreTold() {
    ClusterBody alone = cluster("n1", 1, self(5));
    ClusterBody two = cluster("n1", 1, self(5), secondary("HEALTHY", 5, GOOD));

    assertThat(told(alone, two)).containsExactly("joined: n2 is listed as secondary");
    assertThat(told(two, alone)).containsExactly("left: n2 is not listed any more");
  }

  @Test
  void healthAndConnectionAreTold() {
    Node good = secondary("HEALTHY", 5, GOOD);
    Node lost = secondary("SUSPECTED", 5, replication(false, "OPEN", 0));

    assertThat(told(good, lost))
        .containsExactly(
            "suspected: n2 is SUSPECTED",
            "lost: deliveries to n2 failed: refused",
            "breaker: the breaker of n2 opened: attempts become rare");
    assertThat(told(lost, good))
        .containsExactly("healthy: n2 is HEALTHY", "connected: the master delivers to n2");
  }

  @Test
  void lagThatLastedIsToldOnceItIsGone() {
    Node late = secondary("HEALTHY", 1, replication(true, "CLOSED", 1));
    Node little = secondary("HEALTHY", 1, replication(true, "CLOSED", 0.9));
    Node all = secondary("HEALTHY", 5, GOOD);

    assertThat(told(late, all)).containsExactly("caught-up: n2 has all 5 messages");
    assertThat(told(little, all)).isEmpty();
  }

  @Test
  void gapsAndMessagesSetAsideAreTold() {
    Node without = secondary("HEALTHY", 5, GOOD);
    Node with = secondary("HEALTHY", 5, GOOD, new Stored(0, 1, List.of(new HeldRange(7, 7)), 2));

    assertThat(told(without, with))
        .containsExactly(
            "gap-opened: n2 holds messages beyond a gap, and hides them",
            "set-aside: n2 set 2 messages aside");
    assertThat(told(with, without))
        .containsExactly("gap-closed: the gap of n2 is closed: it shows what it held");
  }

  @Test
  void nodeOfWhichNobodyKnowsTheHealthAnswersOrNot() {
    Node silent = Node.known("n2", "http://n2", Role.SECONDARY);
    Node answers = silent.holding(5L, null, null);

    assertThat(told(silent, answers)).containsExactly("answers: n2 answers");
    assertThat(told(answers, silent)).containsExactly("silent: n2 gives no answer");
  }

  @Test
  void newcomerThatWasFilledIsTold() {
    Node learner = Node.known("n2", "http://n2", Role.LEARNER).holding(5L, 1L, null);
    Node voter = Node.known("n2", "http://n2", Role.SECONDARY).holding(5L, 1L, null);

    assertThat(told(learner, voter)).containsExactly("counts: n2 was filled, and counts now");
  }
}
