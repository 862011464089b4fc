package io.replog.core.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.replog.core.append.Acknowledgements;
import io.replog.core.append.PendingWrites;
import io.replog.core.membership.FailureDetector;
import io.replog.core.membership.HealthProbe;
import io.replog.core.membership.Heartbeat;
import io.replog.core.membership.LogMemberStore;
import io.replog.core.membership.Membership;
import io.replog.core.membership.NodeStatus;
import io.replog.core.membership.Secondary;
import io.replog.core.mode.Mode;
import io.replog.log.DurableLog;
import io.replog.log.storage.MemoryStorage;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A node that registers while the master does not know yet who the listed ones are. */
class RegistrationTest {

  private static final URI LISTED = URI.create("http://127.0.0.1:5001");
  private static final URI LISTED_TOO = URI.create("http://127.0.0.1:5002");
  private static final URI REGISTERED = URI.create("http://localhost:5001");

  private final DurableLog log = new DurableLog(new MemoryStorage());
  private final Map<URI, String> alive = new ConcurrentHashMap<>();
  private final Cluster cluster = newCluster();
  private final Membership membership = newMembership();

  private Cluster newCluster() {
    Cluster.Conversations conversations =
        (secondary, target, listener) ->
            new Conversation(
                new IdleReplicator(target, log).replicator(),
                new Heartbeat(
                    secondary,
                    () -> answerOf(secondary.url()),
                    Duration.ofDays(1),
                    System::nanoTime,
                    listener));
    return new Cluster(
        conversations, log, new Mode(log::failure, () -> true), new NoClusterEvents());
  }

  private Membership newMembership() {
    long patience = Duration.ofHours(1).toNanos();
    return new Membership(
        "master",
        new LogMemberStore(log),
        new FailureDetector.Patience(patience, patience),
        System::nanoTime,
        cluster);
  }

  private HealthProbe.Report answerOf(URI url) throws IOException {
    String id = alive.get(url);
    if (id == null) {
      throw new IOException("refused");
    }
    return new HealthProbe.Report("UP", "secondary", id, "run of " + id, null, 0, 0);
  }

  private void begin(URI... listed) {
    PendingWrites pending =
        new PendingWrites(new Acknowledgements("master", membership::secondaries));
    cluster.begin(membership, pending, List.of(listed));
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  @Test
  void nodeThatIsListedUnderAnotherNameOfItsHostCountsOnce() {
    begin(LISTED, LISTED_TOO);
    alive.put(LISTED, "s1");

    Membership.Answer answer = cluster.register("s1", REGISTERED, "run of s1");

    assertThat(answer).isInstanceOf(Membership.Answer.Member.class);
    assertThat(((Membership.Answer.Member) answer).isNew()).isFalse();
    assertThat(membership.nodes()).isEqualTo(3);
    assertThat(membership.secondaries()).extracting(Secondary::url).contains(LISTED);
  }

  @Test
  void nodeThatIsNoneOfTheListedOnesCountsBesideThem() {
    begin(LISTED, LISTED_TOO);
    alive.put(LISTED, "another");

    cluster.register("s1", REGISTERED, "run of s1");

    assertThat(membership.nodes()).isEqualTo(4);
  }

  private static final class NoClusterEvents implements ClusterEvents {
    @Override
    public void joined(Secondary secondary) {}

    @Override
    public void left(Secondary secondary, String why) {}

    @Override
    public void statusChanged(Secondary secondary, NodeStatus before, NodeStatus after) {}

    @Override
    public void fenced(long epoch) {}
  }
}
