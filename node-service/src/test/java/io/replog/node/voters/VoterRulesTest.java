package io.replog.node.voters;

import static org.assertj.core.api.Assertions.assertThat;

import io.replog.model.Problem;
import io.replog.model.ProblemType;
import io.replog.model.Tail;
import io.replog.model.Voter;
import io.replog.model.Voters;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VoterRulesTest {

  private static final Predicate<Voter> ALL = voter -> true;
  private static final Predicate<Voter> NONE = voter -> false;

  private static Voter voter(String id) {
    String server = Voter.server(id);
    return new Voter(id, URI.create("http://" + server + ":5000"), 6000);
  }

  private static List<Voter> voters(String... ids) {
    return Stream.of(ids).map(VoterRulesTest::voter).toList();
  }

  private static Voters record(String... ids) {
    return new Voters(new Tail(3, "claim"), 1, voters(ids), List.of());
  }

  private static Predicate<Voter> only(String... ids) {
    return voter -> List.of(ids).contains(voter.id());
  }

  private static void assertConflict(Optional<Problem> refused, String about) {
    assertThat(refused).isPresent();
    assertThat(refused.get().type()).isEqualTo(ProblemType.MEMBER_CONFLICT);
    assertThat(refused.get().detail()).contains(about);
  }

  @Test
  void newNodeComesLastAndNewDiskInThePlaceOfTheLostOne() {
    assertThat(VoterRules.with(voters("n1.0", "n2.0", "n3.0"), voter("n4.0")))
        .isEqualTo(voters("n1.0", "n2.0", "n3.0", "n4.0"));
    assertThat(VoterRules.with(voters("n1.0", "n2.0", "n3.0"), voter("n2.1")))
        .isEqualTo(voters("n1.0", "n2.1", "n3.0"));
  }

  @Test
  void newNodeMayCome() {
    assertThat(VoterRules.adding(record("n1.0", "n2.0", "n3.0"), voter("n4.0"), ALL, false))
        .isEmpty();
  }

  @Test
  void newDiskMayComeOnlyWhileTheOldOneIsSilent() {
    Voters record = record("n1.0", "n2.0", "n3.0");
    assertThat(VoterRules.adding(record, voter("n2.1"), only("n1.0", "n3.0"), false)).isEmpty();
    assertConflict(VoterRules.adding(record, voter("n2.1"), ALL, false), "alive");
  }

  @Test
  void oneChangeAtATime() {
    Voters changing = record("n1.0", "n2.0", "n3.0").changedTo(voters("n1.0", "n2.0", "n4.0"));
    assertConflict(VoterRules.adding(changing, voter("n5.0"), ALL, false), "under way");
    assertConflict(VoterRules.removing(changing, "n2", "n1", ALL, false), "under way");
  }

  @Test
  void anAddressBelongsToOneVoter() {
    Voters record = record("n1.0", "n2.0", "n3.0");
    Voter sameUrl = new Voter("n4.0", URI.create("http://n2:5000"), 6001);
    Voter sameElection = new Voter("n4.0", URI.create("http://n2:5001"), 6000);
    Voter moved = new Voter("n2.0", URI.create("http://elsewhere:5000"), 6000);
    assertConflict(VoterRules.adding(record, sameUrl, ALL, false), "n2");
    assertConflict(VoterRules.adding(record, sameElection, ALL, false), "n2");
    assertConflict(VoterRules.adding(record, moved, ALL, false), "votes at http://n2:5000");
  }

  @Test
  void tooManyAreRefused() {
    String[] most =
        IntStream.range(0, Voters.MAX).mapToObj(i -> "n" + i + ".0").toArray(String[]::new);
    assertConflict(VoterRules.adding(record(most), voter("x.0"), ALL, false), "15");
  }

  @Test
  void twoVotersOnlyByForce() {
    assertConflict(
        VoterRules.removing(record("n1.0", "n2.0", "n3.0"), "n3", "n1", ALL, false), "two");
    assertThat(VoterRules.removing(record("n1.0", "n2.0", "n3.0"), "n3", "n1", ALL, true))
        .isEmpty();
    assertConflict(VoterRules.adding(record("n1.0"), voter("n2.0"), ALL, false), "two");
    assertThat(VoterRules.adding(record("n1.0"), voter("n2.0"), ALL, true)).isEmpty();
    assertThat(VoterRules.removing(record("n1.0", "n2.0"), "n2", "n1", ALL, false)).isEmpty();
    assertThat(VoterRules.adding(record("n1.0", "n2.0"), voter("n2.1"), only("n1.0"), false))
        .as("two of two remain")
        .isEmpty();
  }

  @Test
  void masterIsNotRemoved() {
    assertConflict(
        VoterRules.removing(record("n1.0", "n2.0", "n3.0", "n4.0"), "n1", "n1", ALL, false),
        "hand over first");
  }

  @Test
  void changeThatNoMajorityCanStoreDoesNotBegin() {
    Voters record = record("n1.0", "n2.0", "n3.0", "n4.0", "n5.0");
    Optional<Problem> refused =
        VoterRules.removing(record, "n2", "n1", only("n1.0", "n2.0", "n3.0"), false);
    assertThat(refused.map(Problem::type)).contains(ProblemType.NO_QUORUM);
    assertThat(VoterRules.removing(record, "n5", "n1", only("n1.0", "n2.0", "n3.0"), false))
        .isEmpty();
    assertThat(VoterRules.adding(record("n1.0", "n2.0", "n3.0"), voter("n4.0"), NONE, false))
        .isPresent();
  }

  @Test
  void whoIsBeingLetInHasNotVoted() {
    Voters before = record("n1.0", "n2.0", "n3.0");
    Voters changing = before.changedTo(voters("n1.0", "n2.0", "n4.0"));
    assertThat(VoterRules.hasVoted(changing, "n4.0")).isFalse();
    assertThat(VoterRules.hasVoted(changing, "n3.0")).isTrue();
    assertThat(VoterRules.hasVoted(changing.applied(), "n4.0")).isTrue();
  }
}
