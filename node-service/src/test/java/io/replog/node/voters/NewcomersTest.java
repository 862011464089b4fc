package io.replog.node.voters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.replog.core.MasterRole;
import io.replog.core.append.Draft;
import io.replog.core.fakes.ElectedCluster;
import io.replog.core.fakes.ElectedCluster.Member;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import io.replog.model.Voter;
import io.replog.model.WriteConcern;
import io.replog.node.election.Caretaker;
import io.replog.node.election.FakeElections;
import io.replog.node.voters.Newcomers.Changing;
import io.replog.node.voters.Newcomers.Done;
import io.replog.node.voters.Newcomers.Ended;
import io.replog.node.voters.Newcomers.Filling;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A node is filled before it votes, by the present master, one at a time. */
class NewcomersTest {

  private static final int MANY = (int) Newcomers.SMALL_LAG + 1;

  private final ElectedCluster cluster = ElectedCluster.of(3, ".a0000000");
  private final Member master = cluster.member(1);
  private final Member newcomer = cluster.newcomer("n4.a0000000");
  private final Voter wanted = cluster.voter(newcomer);
  private final FakeElections elections = new FakeElections();
  private final AtomicLong clock = new AtomicLong();
  private final Newcomers newcomers = new Newcomers(master.node, elections, clock::get);
  private MasterRole role;

  @BeforeEach
  void reign() {
    master.node.elected(1);
    await().until(master::isOpen);
    role = master.node.reigning().orElseThrow();
  }

  @AfterEach
  void end() {
    cluster.close();
  }

  private void write(int messages) {
    List<Draft> drafts =
        IntStream.range(0, messages)
            .mapToObj(i -> new Draft(Optional.empty(), new byte[] {'m'}))
            .toList();
    role.write(drafts, WriteConcern.MAJORITY, Optional.empty()).join();
  }

  private void begin() {
    assertThat(newcomers.begin(role, wanted)).isEmpty();
  }

  private void allElect() {
    elections.members = role.voterChanges().record().now().stream().map(Caretaker::peer).toList();
  }

  private void awaitVoter() {
    await()
        .until(
            () -> {
              newcomers.look();
              return role.voterChanges().record().now().contains(wanted)
                  && !role.voterChanges().record().isChanging();
            });
  }

  @Test
  void newcomerVotesOnceItIsFilledAndTheChangeEndsOnceItElectsToo() {
    allElect();
    newcomer.away(true);
    write(MANY);
    begin();
    newcomers.look();
    assertThat(newcomers.stage(role, wanted)).isEqualTo(new Filling(MANY));
    assertThat(role.voterChanges().record().isChanging()).isFalse();

    newcomer.away(false);
    awaitVoter();

    assertThat(newcomer.log.length()).isEqualTo(MANY);
    assertThat(newcomers.filling()).isEmpty();
    assertThat(newcomers.stage(role, wanted)).isInstanceOf(Changing.class);
    allElect();
    assertThat(newcomers.stage(role, wanted)).isInstanceOf(Done.class);
  }

  @Test
  void anotherNodeWaitsForItsTurnAndTheSameOneGoesOn() {
    newcomer.away(true);
    begin();
    begin();
    Optional<Problem> refused =
        newcomers.begin(role, new Voter("n5.0", URI.create("http://n5.0"), 7000));
    assertThat(refused.map(Problem::type)).contains(ProblemType.MEMBER_CONFLICT);
    assertThat(newcomers.filling()).contains(wanted);
  }

  @Test
  void newcomerThatIsWantedNoMoreIsNotFilled() {
    newcomer.away(true);
    begin();
    assertThat(newcomers.abandon("n5")).isFalse();
    assertThat(newcomers.abandon("n4")).isTrue();
    assertThat(newcomers.filling()).isEmpty();
    assertThat(newcomers.stage(role, wanted)).isEqualTo(new Ended("it was removed"));
    assertThat(role.view().secondaries()).noneMatch(each -> each.id().equals(wanted.id()));
  }

  @Test
  void newcomerThatIsNotReachedIsGivenUp() {
    newcomer.away(true);
    begin();
    clock.addAndGet(Newcomers.PATIENCE.toNanos() - 1);
    newcomers.look();
    assertThat(newcomers.filling()).isPresent();
    clock.addAndGet(1);
    newcomers.look();
    assertThat(newcomers.filling()).isEmpty();
    assertThat(newcomers.stage(role, wanted)).isInstanceOf(Ended.class);
    newcomer.away(false);
    begin();
    awaitVoter();
  }

  @Test
  void newcomerWithAnotherLogIsGivenUp() {
    newcomer.node.found("another log", List.of(wanted));
    newcomer.node.elected(1);
    await().until(newcomer::isOpen);
    newcomer
        .node
        .reigning()
        .orElseThrow()
        .write(
            List.of(new Draft(Optional.empty(), new byte[] {'x'})),
            new WriteConcern.Nodes(1),
            Optional.empty())
        .join();
    newcomer.node.deposed();
    begin();
    await()
        .until(
            () -> {
              newcomers.look();
              return newcomers.filling().isEmpty();
            });
    assertThat(newcomers.stage(role, wanted)).isInstanceOf(Ended.class);
    assertThat(role.voterChanges().record().find(wanted.id())).isEmpty();
  }

  @Test
  void fillingEndsWithTheReign() {
    newcomer.away(true);
    begin();
    master.node.deposed();
    await().until(() -> master.node.reigning().isEmpty());
    assertThat(newcomers.filling()).isEmpty();
    assertThat(newcomers.stage(role, wanted))
        .isEqualTo(new Ended("this node is not master any more"));
    assertThat(newcomers.stage(role)).isInstanceOf(Ended.class);
  }

  @Test
  void whoElectsAndDoesNotVoteIsKnownToo() {
    assertThat(newcomers.isKnown(role, "n2")).isTrue();
    assertThat(newcomers.isKnown(role, "n4")).isFalse();
    elections.members = List.of(Caretaker.peer(wanted));
    assertThat(newcomers.isKnown(role, "n4")).isTrue();
  }
}
