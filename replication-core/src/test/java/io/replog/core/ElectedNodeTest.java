package io.replog.core;

import static io.replog.log.TestEntries.bytes;
import static io.replog.log.TestEntries.messages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.replog.core.acknowledgement.WriteOutcome;
import io.replog.core.acknowledgement.WriteOutcome.Abandoned;
import io.replog.core.acknowledgement.WriteOutcome.Done;
import io.replog.core.acknowledgement.WriteOutcome.Refused;
import io.replog.core.append.Draft;
import io.replog.core.fakes.ElectedCluster;
import io.replog.core.fakes.ElectedCluster.Member;
import io.replog.core.membership.Secondary;
import io.replog.model.ProblemType;
import io.replog.model.Tail;
import io.replog.model.Voter;
import io.replog.model.WriteConcern;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Equal nodes whole, elected one after the other and against each other. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class ElectedNodeTest {

  private static final WriteConcern ONE = new WriteConcern.Nodes(1);

  private ElectedCluster cluster = ElectedCluster.of(3);
  private final Member n1 = cluster.member(1);
  private final Member n2 = cluster.member(2);
  private final Member n3 = cluster.member(3);

  @BeforeAll
  static void patience() {
    Awaitility.setDefaultTimeout(Duration.ofMinutes(1));
  }

  @AfterEach
  void end() {
    cluster.close();
    await().untilAsserted(() -> assertThat(cluster.threads.running()).isEmpty());
  }

  private static void elect(Member member, long term) {
    member.node.elected(term);
    await().until(member::isOpen);
  }

  private static CompletableFuture<WriteOutcome> writing(
      Member member, String id, WriteConcern concern) {
    Draft draft = new Draft(Optional.of(id), bytes("m-" + id));
    return member.node.reigning().orElseThrow().write(List.of(draft), concern, Optional.empty());
  }

  private static WriteOutcome write(Member member, String id, WriteConcern concern) {
    return writing(member, id, concern).join();
  }

  private static void awaitShown(Member member, String... expected) {
    await().untilAsserted(() -> assertThat(messages(member.majority)).containsExactly(expected));
  }

  @Test
  void electedNodePutsMessagesOnAllVotersAndShowsThemThere() {
    elect(n1, 1);

    Done done = (Done) write(n1, "a", WriteConcern.ALL);

    assertThat(done.acks()).containsExactly("n1.0", "n2.0", "n3.0");
    for (Member each : List.of(n1, n2, n3)) {
      awaitShown(each, "m-a");
      assertThat(each.node.master()).hasValue("n1.0");
      assertThat(each.log.facts().voters().orElseThrow().reign())
          .isEqualTo(n1.log.facts().writer());
      assertThat(each.log.facts().tail()).isEqualTo(n1.log.facts().writer());
    }
  }

  @Test
  void nodeWithoutPromisesOfAMajorityDoesNotOpen() {
    n2.away(true);
    n3.away(true);
    n1.node.elected(1);

    await().until(() -> cluster.threads.pauses.get() > 3);
    assertThat(n1.isOpen()).isFalse();
    assertThat(n1.log.facts().tail()).isEqualTo(Tail.NONE);

    n3.away(false);
    await().until(n1::isOpen);
  }

  @Test
  void g1_whatAMajorityAcknowledgedIsThereWhoeverIsElectedNext() {
    elect(n1, 1);
    write(n1, "a", WriteConcern.ALL);
    n3.away(true);
    write(n1, "b", WriteConcern.MAJORITY);
    n1.away(true);
    n3.away(false);

    elect(n3, 2);

    assertThat(messages(n3.log)).containsExactly("m-a", "m-b");
    assertThat(write(n3, "b", WriteConcern.MAJORITY))
        .isInstanceOfSatisfying(Done.class, done -> assertThat(done.stored().lastOrder()).isOne());
  }

  @Test
  void g7_reignEndsBeforeTheNodePromisesAnotherAndItsWritersAreToldThatItIsOpen() {
    elect(n1, 1);
    n2.away(true);
    n3.away(true);
    CompletableFuture<WriteOutcome> waiting = writing(n1, "a", WriteConcern.MAJORITY);
    await().until(() -> n1.node.reigning().orElseThrow().waiting() == 1);

    n1.node.deposed();

    assertThat(waiting.join()).isInstanceOf(Abandoned.class);
    // Only now: before, they could acknowledge the message to the master that it still was.
    n2.away(false);
    n3.away(false);
    elect(n2, 2);
    await().until(() -> n1.node.reigning().isEmpty());
    assertThat(n1.log.facts().epoch()).isEqualTo(n2.log.facts().epoch());
  }

  @Test
  void writerIsToldWhetherItsMessageSurvivesAFailover() {
    elect(n1, 1);
    assertThat(survives(write(n1, "a", WriteConcern.MAJORITY))).hasValue(true);
    n2.away(true);
    n3.away(true);

    assertThat(survives(write(n1, "b", new WriteConcern.Nodes(1)))).hasValue(false);
    assertThat(survives(write(n1, "b", new WriteConcern.Nodes(1)))).as("repeated").hasValue(false);
    assertThat(survives(write(n1, "a", new WriteConcern.Nodes(1)))).as("repeated").hasValue(true);

    n3.away(false);
    write(n1, "b", WriteConcern.MAJORITY);
    assertThat(survives(write(n1, "b", new WriteConcern.Nodes(1)))).hasValue(true);
  }

  private static Optional<Boolean> survives(WriteOutcome outcome) {
    return ((Done) outcome).survivesFailover();
  }

  @Test
  void messageThatNoMajorityHeldIsSetAsideAndItsOrderUsedAgain() {
    elect(n1, 1);
    write(n1, "a", WriteConcern.ALL);
    n1.away(true);
    write(n1, "lost", ONE);
    elect(n2, 2);
    write(n2, "b", WriteConcern.MAJORITY);
    n1.node.deposed();
    await().until(() -> n1.node.reigning().isEmpty());

    n1.away(false);

    awaitShown(n1, "m-a", "m-b");
    assertThat(n1.aside).containsExactly("1:m-lost");
    assertThat(n1.log.orderOf("lost")).isEmpty();
    assertThat(write(n2, "lost", WriteConcern.ALL))
        .isInstanceOfSatisfying(
            Done.class, done -> assertThat(done.stored().lastOrder()).isEqualTo(2));
  }

  @Test
  void electedNodeSetsItsOwnMessagesAsideWhereANewerLogHasOthers() {
    elect(n1, 1);
    write(n1, "a", WriteConcern.ALL);
    n1.away(true);
    write(n1, "mine", ONE);
    elect(n2, 2);
    write(n2, "b", WriteConcern.MAJORITY);
    n2.away(true);
    n1.node.deposed();
    await().until(() -> n1.node.reigning().isEmpty());
    n1.away(false);

    elect(n1, 3);

    assertThat(messages(n1.log)).containsExactly("m-a", "m-b");
    assertThat(n1.aside).containsExactly("1:m-mine");
  }

  @Test
  void messageOfAMinorityStaysIfOneOfItsHoldersPromises() {
    elect(n1, 1);
    n2.away(true);
    n3.away(true);
    write(n1, "a", ONE);
    n2.away(false);
    n3.away(false);
    n1.node.deposed();

    elect(n2, 2);

    assertThat(messages(n2.log)).containsExactly("m-a");
  }

  @Test
  void readersSeeOnlyWhatAMajorityHolds() {
    elect(n1, 1);
    write(n1, "a", WriteConcern.ALL);
    n2.away(true);
    n3.away(true);

    write(n1, "b", ONE);

    assertThat(messages(n1.log)).containsExactly("m-a", "m-b");
    assertThat(messages(n1.majority)).containsExactly("m-a");
    n2.away(false);
    awaitShown(n1, "m-a", "m-b");
  }

  @Test
  void everyNodeOfFiveLearnsWhatAMajorityHoldsWithoutAFurtherMessage() {
    cluster.close();
    cluster = ElectedCluster.of(5);
    Member master = cluster.member(1);
    elect(master, 1);

    write(master, "a", WriteConcern.ALL);

    for (int i = 1; i <= 5; i++) {
      awaitShown(cluster.member(i), "m-a");
    }
  }

  @Test
  void nodeThatIsStillElectedGivesWayAndTakesOverAgain() {
    elect(n1, 1);
    long first = n1.log.facts().epoch();
    elect(n2, 1);
    n2.node.deposed();

    await().until(() -> n1.isOpen() && n1.log.facts().epoch() > first);
    assertThat(write(n1, "a", WriteConcern.ALL)).isInstanceOf(Done.class);
  }

  private static List<String> voters(Member member) {
    return member.log.facts().voters().orElseThrow().now().stream().map(Voter::id).toList();
  }

  private void changeVoters(Member master, Member... wanted) {
    List<Voter> voters = Arrays.stream(wanted).map(cluster::voter).toList();
    assertThat(master.node.reigning().orElseThrow().voterChanges().begin(now -> voters)).isEmpty();
  }

  private static void awaitVoters(Member member, String... ids) {
    await()
        .untilAsserted(
            () -> {
              assertThat(voters(member)).containsExactly(ids);
              assertThat(member.log.facts().voters().orElseThrow().isChanging()).isFalse();
            });
  }

  @Test
  void newVoterIsFilledAndCounts() {
    elect(n1, 1);
    write(n1, "a", WriteConcern.ALL);
    Member n4 = cluster.newcomer("n4.0");

    changeVoters(n1, n1, n2, n3, n4);

    awaitVoters(n1, "n1.0", "n2.0", "n3.0", "n4.0");
    awaitVoters(n4, "n1.0", "n2.0", "n3.0", "n4.0");
    Done done = (Done) write(n1, "b", WriteConcern.ALL);
    assertThat(done.acks()).hasSize(4);
    awaitShown(n4, "m-a", "m-b");
  }

  @Test
  void newcomerIsFilledBeforeItCounts() {
    elect(n1, 1);
    write(n1, "a", WriteConcern.ALL);
    Member n4 = cluster.newcomer("n4.0");
    VoterChanges changes = n1.node.reigning().orElseThrow().voterChanges();

    changes.fill(cluster.voter(n4));

    await().until(() -> messages(n4.log).equals(List.of("m-a")));
    Done done = (Done) write(n1, "b", WriteConcern.ALL);
    assertThat(done.acks()).containsExactlyInAnyOrder("n1.0", "n2.0", "n3.0");
    assertThat(voters(n4)).doesNotContain("n4.0");
    changeVoters(n1, n1, n2, n3, n4);
    awaitVoters(n4, "n1.0", "n2.0", "n3.0", "n4.0");
    assertThat(n1.node.reigning().orElseThrow().secondaries()).hasSize(3);
    assertThat(((Done) write(n1, "c", WriteConcern.ALL)).acks()).hasSize(4);
  }

  @Test
  void newcomerThatIsGivenUpGetsNothingMoreAndAVoterIsNot() {
    elect(n1, 1);
    Member n4 = cluster.newcomer("n4.0");
    VoterChanges changes = n1.node.reigning().orElseThrow().voterChanges();
    changes.fill(cluster.voter(n4));

    changes.abandon("n4.0");
    changes.abandon("n2.0");

    assertThat(n1.node.reigning().orElseThrow().secondaries())
        .extracting(Secondary::id)
        .containsExactlyInAnyOrder("n2.0", "n3.0");
  }

  @Test
  void newDiskAtTheAddressOfALostOneIsFilledWhileTheLostOneStillCounts() {
    elect(n1, 1);
    write(n1, "a", WriteConcern.ALL);
    Member fresh = cluster.newcomerAt(n3, "n3.1");

    n1.node.reigning().orElseThrow().voterChanges().fill(cluster.voter(fresh));

    await().until(() -> messages(fresh.log).equals(List.of("m-a")));
    assertThat(voters(n1)).containsExactly("n1.0", "n2.0", "n3.0");
    changeVoters(n1, n1, n2, fresh);
    awaitVoters(fresh, "n1.0", "n2.0", "n3.1");
    assertThat(((Done) write(n1, "b", WriteConcern.ALL)).acks()).hasSize(3);
  }

  @Test
  void lostDiskIsReplacedWhileItsVoterIsAway() {
    elect(n1, 1);
    write(n1, "a", WriteConcern.ALL);
    n3.away(true);
    Member fresh = cluster.newcomer("n3.1");

    changeVoters(n1, n1, n2, fresh);

    awaitVoters(n1, "n1.0", "n2.0", "n3.1");
    Done done = (Done) write(n1, "b", WriteConcern.ALL);
    assertThat(done.acks()).containsExactlyInAnyOrder("n1.0", "n2.0", "n3.1");
    n3.away(false);
    n3.node.elected(9);
    await().until(() -> cluster.threads.pauses.get() > 3);
    assertThat(n3.isOpen()).as("a node that was replaced").isFalse();
  }

  @Test
  void changeIsAppliedOnlyOnceMajoritiesOfBothSetsHaveIt() {
    elect(n1, 1);
    n2.away(true);
    n3.away(true);
    Member n4 = cluster.newcomer("n4.0");
    Member n5 = cluster.newcomer("n5.0");

    changeVoters(n1, n1, n4, n5);
    CompletableFuture<WriteOutcome> waiting = writing(n1, "a", WriteConcern.MAJORITY);
    await().until(() -> messages(n4.log).size() == 1 && messages(n5.log).size() == 1);

    assertThat(n1.log.facts().voters().orElseThrow().isChanging()).isTrue();
    assertThat(waiting).isNotDone();
    assertThat(
            n1.node
                .reigning()
                .orElseThrow()
                .voterChanges()
                .begin(now -> List.of(cluster.voter(n1))))
        .as("a second change")
        .isPresent();
    n2.away(false);
    awaitVoters(n1, "n1.0", "n4.0", "n5.0");
    assertThat(waiting.join()).isInstanceOf(Done.class);
  }

  @Test
  void writerThatWaitsForAMajorityGetsOneOfTheVotersThatThereAreByThen() {
    elect(n1, 1);
    n2.away(true);
    n3.away(true);
    CompletableFuture<WriteOutcome> waiting = writing(n1, "a", WriteConcern.MAJORITY);
    n2.away(false);
    assertThat(waiting.join()).isInstanceOf(Done.class);
  }

  @Test
  void masterDoesNotRemoveItself() {
    elect(n1, 1);

    assertThat(
            n1.node
                .reigning()
                .orElseThrow()
                .voterChanges()
                .begin(now -> List.of(cluster.voter(n2), cluster.voter(n3))))
        .isPresent();
  }

  @Test
  void nextMasterEndsAChangeThatItFindsBegun() {
    elect(n1, 1);
    write(n1, "a", WriteConcern.ALL);
    Member n4 = cluster.newcomer("n4.0");
    Member n5 = cluster.newcomer("n5.0");
    n4.away(true);
    n5.away(true);
    changeVoters(n1, n1, n2, n4, n5);
    await().until(() -> n2.log.facts().voters().orElseThrow().isChanging());
    n1.away(true);
    n1.node.deposed();
    n4.away(false);
    n5.away(false);

    elect(n2, 2);

    awaitVoters(n2, "n1.0", "n2.0", "n4.0", "n5.0");
    awaitShown(n4, "m-a");
  }

  @Test
  void deposedNodeRefusesWithoutStoringAnything() {
    elect(n1, 1);
    MasterRole role = n1.node.reigning().orElseThrow();
    n1.node.deposed();
    await().until(() -> n1.node.reigning().isEmpty());

    WriteOutcome outcome =
        role.write(List.of(new Draft(Optional.of("a"), bytes("m-a"))), ONE, Optional.empty())
            .join();

    assertThat(outcome).isInstanceOf(Refused.class);
    assertThat(n1.log.isEmpty()).isTrue();
    assertThat(role.mode().ended().orElseThrow().type()).isEqualTo(ProblemType.NO_MASTER);
  }

  @Test
  void restartedNodeHasKeptItsPromiseAndFollows() {
    elect(n1, 1);
    write(n1, "a", WriteConcern.ALL);

    n2.restart();
    write(n1, "b", WriteConcern.ALL);

    awaitShown(n2, "m-a", "m-b");
  }

  @Test
  void closedNodeNeverReignsAgain() {
    elect(n1, 1);

    n1.close();
    n1.node.elected(2);

    await().untilAsserted(() -> assertThat(n1.isOpen()).isFalse());
  }
}
