package io.replog.core.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.replog.core.fakes.FakeAttempts;
import io.replog.core.fakes.FakeClients;
import io.replog.core.fakes.LogLines;
import io.replog.core.fakes.Reigning;
import io.replog.core.fakes.SilentClient;
import io.replog.core.membership.Membership;
import io.replog.core.membership.Registration;
import io.replog.core.membership.Secondaries;
import io.replog.core.membership.Secondary;
import io.replog.core.transport.NodeHealth;
import io.replog.log.DurableLog;
import io.replog.log.storage.Commit;
import io.replog.log.storage.LogFacts;
import io.replog.log.storage.MemoryStorage;
import io.replog.model.LogId;
import java.lang.Thread.State;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Who answers at an address: as a node registers there, and by its heartbeats. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class RegistrationTest {

  private static final URI LISTED = URI.create("http://127.0.0.1:5001");
  private static final URI LISTED_TOO = URI.create("http://127.0.0.1:5002");
  private static final URI REGISTERED = URI.create("http://localhost:5001");

  private final DurableLog log = new DurableLog(new MemoryStorage());
  private final Map<Secondary, FakeAttempts> attempts = new ConcurrentHashMap<>();
  private final FakeClients clients = new FakeClients();
  private final Reigning reigning = new Reigning(log, Secondaries.WINDOW);
  private final Replication replication =
      new Replication(reigning.reign, clients, this::attempts, Duration.ofDays(1));
  private final Membership membership = reigning.membership;

  private FakeAttempts attempts(Secondary secondary) {
    return attempts.computeIfAbsent(secondary, each -> new FakeAttempts());
  }

  private void begin(URI... listed) {
    log.commit(new Commit().facts(LogFacts.NONE.withLogId("log").withMaster(3, "claim")));
    membership.onChange(replication);
    membership.begin(List.of(listed));
  }

  private void answers(URI url, String id) {
    answers(url, secondary(id));
  }

  private void answers(URI url, NodeHealth health) {
    clients.nodes.put(
        url,
        new SilentClient() {
          @Override
          public NodeHealth health() {
            return health;
          }
        });
  }

  private static NodeHealth secondary(String id) {
    return new NodeHealth("secondary", id, "run of " + id, "log", 3);
  }

  private Registration register(String id, URI url) {
    return replication.register(id, url, "run of " + id);
  }

  @AfterEach
  void end() {
    replication.close();
  }

  // ---- registering ----

  @Test
  void causesThatAlternateAreEachLoggedOnce() {
    begin(LISTED);
    Secondary listed = membership.members().getFirst();
    replication.alive(listed, secondary("s1"));
    try (LogLines lines = LogLines.of(Replication.class)) {
      for (int i = 0; i < 3; i++) {
        replication.alive(listed, secondary("s2"));
        listed.lastFailure("no answer");
      }
      assertThat(lines.at(Level.WARN)).hasSize(1);
    }
    assertThat(listed.lastFailure()).hasValue("no answer");
    assertThat(listed.lastFailure("no answer")).isFalse();
    listed.lastFailure(null);
    assertThat(listed.lastFailure("no answer")).as("after a connection").isTrue();
  }

  @Test
  void metricsAreToldOfTheMembersInTheOrderOfTheChanges() {
    List<Boolean> ordered = new CopyOnWriteArrayList<>();
    reigning.metrics.onMembers = () -> ordered.add(anotherChangeWaits());
    begin(LISTED);
    replication.alive(membership.members().getFirst(), secondary("s1"));
    assertThat(reigning.metrics.members).last().isEqualTo("[s1]");
    answers(REGISTERED, "s2");
    register("s2", REGISTERED);
    assertThat(reigning.metrics.members).last().isEqualTo("[s1, s2]");
    membership.retire("s1");
    assertThat(reigning.metrics.members).last().isEqualTo("[s2]");

    assertThat(ordered).hasSize(4).containsOnly(true);
  }

  private boolean anotherChangeWaits() {
    Thread other = Thread.ofPlatform().start(() -> membership.retire("nobody"));
    await().until(() -> Set.of(State.WAITING, State.TERMINATED).contains(other.getState()));
    return other.getState() == State.WAITING;
  }

  @Test
  void g1_listedAddressIsTakenOnlyByANodeThatAnswersThere() {
    begin(LISTED);
    assertThat(register("s2", LISTED)).isInstanceOf(Registration.Conflict.class);
    assertThat(membership.members()).extracting(Secondary::knownId).containsOnly(Optional.empty());

    answers(LISTED, "s1");
    assertThat(register("s2", LISTED)).isInstanceOf(Registration.Conflict.class);
    assertThat(register("s1", LISTED)).isInstanceOf(Registration.Member.class);

    clients.nodes.clear();
    answers(LISTED, "s2");
    assertThat(register("s2", LISTED)).isInstanceOf(Registration.Conflict.class);
    assertThat(membership.members()).extracting(Secondary::id).containsExactly("s1");
  }

  @Test
  void nodeThatIsListedUnderAnotherNameOfItsHostCountsOnce() {
    answers(LISTED, "s1");
    answers(REGISTERED, "s1");
    begin(LISTED, LISTED_TOO);

    Registration answer = register("s1", REGISTERED);

    assertThat(answer).isInstanceOf(Registration.Member.class);
    assertThat(((Registration.Member) answer).isNew()).isFalse();
    assertThat(membership.nodes()).isEqualTo(3);
    assertThat(membership.members()).extracting(Secondary::url).contains(LISTED);
  }

  @Test
  void nodeThatIsNoneOfTheListedOnesCountsBesideThem() {
    answers(LISTED, "another");
    answers(REGISTERED, "s1");
    begin(LISTED, LISTED_TOO);

    register("s1", REGISTERED);

    assertThat(membership.nodes()).isEqualTo(4);
  }

  @Test
  void nodeIsAMemberThatCountsOnlyOnceItAnswersWhereItSays() {
    begin();
    assertThat(register("s1", REGISTERED)).isInstanceOf(Registration.Member.class);
    assertThat(membership.nodes()).isEqualTo(1);

    answers(REGISTERED, "s1");
    register("s1", REGISTERED);

    assertThat(membership.nodes()).isEqualTo(2);
  }

  @Test
  void nodeThatRegistersWhereAnotherAnswersIsRefusedEachTimeAndTheOtherStaysWhoItIs() {
    begin();
    answers(REGISTERED, "s1");
    register("s1", REGISTERED);

    for (int i = 0; i < 3; i++) {
      assertThat(register("s2", REGISTERED))
          .isInstanceOfSatisfying(
              Registration.Conflict.class,
              conflict ->
                  assertThat(conflict.reason())
                      .contains("SECONDARY_HOST", "ADVERTISED_URL", "\"s1\"", "\"s2\""));
    }

    assertThat(membership.members()).extracting(Secondary::id).containsExactly("s1");
  }

  @Test
  void secondProcessUnderTheIdOfAMemberIsRefusedWhereTheFirstAnswers() {
    begin();
    answers(REGISTERED, "s1");
    register("s1", REGISTERED);

    assertThat(replication.register("s1", REGISTERED, "another run"))
        .isInstanceOf(Registration.Conflict.class);

    assertThat(membership.members().getFirst().run()).hasValue("run of s1");
  }

  @Test
  void registrationWakesTheReplicatorAndTellsTheMetricsWhoIsThere() {
    begin();
    answers(REGISTERED, "s1");
    register("s1", REGISTERED);

    assertThat(reigning.metrics.members).last().isEqualTo("[s1]");
    membership.retire("s1");
    assertThat(reigning.metrics.members).last().isEqualTo("[]");
  }

  @Test
  void nothingIsLeftOfAMemberThatLeaves() {
    begin();
    answers(REGISTERED, "s1");
    register("s1", REGISTERED);
    Secondary secondary = membership.members().getFirst();
    replication.begin(() -> {});
    assertThat(replication.breaker(secondary)).isNotEmpty();

    membership.retire("s1");

    assertThat(attempts(secondary).isClosed()).isTrue();
    assertThat(replication.breaker(secondary)).isEmpty();
    await().until(() -> reigning.threads.running().isEmpty());
  }

  // ---- heartbeats ----

  @Test
  void answerOfTheMemberIsASignOfLifeAndOfNobodyElse() {
    begin(LISTED);
    Secondary listed = membership.members().getFirst();

    replication.alive(listed, new NodeHealth("master", "m2", "run", "log", 9));
    replication.alive(listed, new NodeHealth("master", "master", "run", "log", 3));
    assertThat(listed.lastSeen()).isEmpty();
    assertThat(listed.knownId()).isEmpty();

    replication.alive(listed, secondary("s1"));
    Instant seen = listed.lastSeen().orElseThrow();
    replication.alive(listed, secondary("s2"));

    assertThat(listed.knownId()).hasValue("s1");
    assertThat(listed.lastSeen()).hasValue(seen);
    assertThat(membership.nodes()).isEqualTo(2);
  }

  @Test
  void anotherNodeAtTheAddressOfAMemberIsLoggedOnceForEach() {
    begin(LISTED);
    Secondary listed = membership.members().getFirst();
    replication.alive(listed, secondary("s1"));
    try (LogLines lines = LogLines.of(Replication.class)) {
      for (int i = 0; i < 3; i++) {
        replication.alive(listed, secondary("s2"));
      }
      for (int i = 0; i < 3; i++) {
        replication.alive(listed, new NodeHealth("master", "m2", "run", null, 0));
      }

      assertThat(lines.at(Level.WARN))
          .hasSize(2)
          .allMatch(line -> line.contains("instead of secondary s1"));
    }
  }

  @Test
  void g7_newerEpochOfThisLogFencesAndThatOfAnotherDoesNot() {
    answers(LISTED, "s1");
    begin(LISTED);
    replication.begin(() -> {});
    Secondary listed = membership.members().getFirst();

    replication.alive(listed, new NodeHealth("secondary", "s1", "run of s1", "another", 9));
    replication.alive(listed, new NodeHealth("secondary", "s1", "run of s1", null, 9));
    replication.alive(listed, new NodeHealth("secondary", "s1", "run of s1", "log", 3));
    assertThat(reigning.mode.isFenced()).isFalse();

    String emptied = LogId.afterEmptying("log", "random");
    replication.alive(listed, new NodeHealth("secondary", "s1", "run of s1", emptied, 4));

    assertThat(reigning.mode.isFenced()).isTrue();
  }

  @Test
  void g7_epochOfANodeThatIsNoMemberFencesNobody() {
    begin(LISTED);
    replication.begin(() -> {});
    Secondary listed = membership.members().getFirst();
    replication.alive(listed, secondary("s1"));

    replication.alive(listed, new NodeHealth("secondary", "s2", "run", "log", 9));
    replication.alive(listed, new NodeHealth("master", "m2", "run", "log", 9));

    assertThat(reigning.mode.isFenced()).isFalse();
  }

  @Test
  void processThatWasStartedAnewEndsTheConnectionWithTheOneBefore() {
    begin(LISTED);
    Secondary listed = membership.members().getFirst();
    replication.alive(listed, secondary("s1"));
    listed.progress().connected(0, "run of s1");
    replication.alive(listed, secondary("s1"));
    assertThat(listed.progress().isConnected()).isTrue();

    replication.alive(listed, new NodeHealth("secondary", "s1", "another run", "log", 3));

    assertThat(listed.progress().isConnected()).isFalse();
    assertThat(listed.run()).hasValue("another run");
  }

  @Test
  void memberThatWasGivenAnotherLogIsConnectedAnewAndOneOfThisLogIsNot() {
    begin(LISTED);
    replication.begin(() -> {});
    Secondary listed = membership.members().getFirst();
    replication.alive(listed, secondary("s1"));
    listed.progress().connected(0, "run of s1");
    replication.alive(listed, new NodeHealth("secondary", "s1", "run of s1", null, 0));
    replication.alive(listed, new NodeHealth("secondary", "s1", "run of s1", "log", 3));
    assertThat(listed.progress().isConnected()).isTrue();

    replication.alive(listed, new NodeHealth("secondary", "s1", "run of s1", "another", 3));

    assertThat(listed.progress().isConnected()).isFalse();
  }
}
