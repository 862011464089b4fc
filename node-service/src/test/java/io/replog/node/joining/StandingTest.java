package io.replog.node.joining;

import static org.assertj.core.api.Assertions.assertThat;

import io.replog.model.Tail;
import io.replog.model.Voter;
import io.replog.model.Voters;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class StandingTest {

  private static final Voters FOUNDED = record(1, "n1.0", "n2.0", "n3.0");

  private static Voter voter(String id) {
    return new Voter(id, URI.create("http://" + Voter.server(id) + ":5000"), 6000);
  }

  private static Voters record(long epoch, String... ids) {
    List<Voter> voters = Stream.of(ids).map(StandingTest::voter).toList();
    return new Voters(new Tail(epoch, "claim"), 0, voters, List.of());
  }

  private static Standing standing(String id, Voters own, boolean joins, Voters... told) {
    return Standing.of(voter(id), Optional.ofNullable(own), List.of(told), joins);
  }

  @Test
  void voterStaysOneWhateverItWasStartedFor() {
    assertThat(standing("n2.0", FOUNDED, true, FOUNDED)).isEqualTo(Standing.VOTER);
    assertThat(standing("n2.0", FOUNDED, false)).isEqualTo(Standing.VOTER);
  }

  @Test
  void newNodeAsksOnlyIfItIsStartedForIt() {
    assertThat(standing("n4.0", null, true, FOUNDED)).isEqualTo(Standing.NEWCOMER);
    assertThat(standing("n4.0", null, false, FOUNDED)).isEqualTo(Standing.UNKNOWN);
    assertThat(standing("n4.0", null, true)).isEqualTo(Standing.UNKNOWN);
  }

  @Test
  void nodeThatLostItsDiskAsksByItself() {
    assertThat(standing("n2.1", null, false, FOUNDED)).isEqualTo(Standing.NEWCOMER);
    assertThat(standing("n2.1", FOUNDED, false)).isEqualTo(Standing.NEWCOMER);
  }

  @Test
  void nodeThatWasRemovedDoesNotAsk() {
    Voters without = record(2, "n1.0", "n3.0", "n4.0");
    assertThat(standing("n2.0", FOUNDED, true, without)).isEqualTo(Standing.REMOVED);
  }

  @Test
  void olderRecordRemovesNobody() {
    assertThat(standing("n4.0", record(2, "n1.0", "n2.0", "n4.0"), true, FOUNDED))
        .isEqualTo(Standing.VOTER);
  }

  @Test
  void newcomerWhoseChangeAnotherMasterDidNotKnowAsksAgain() {
    Voters lost =
        FOUNDED.changedTo(
            Stream.of("n1.0", "n2.0", "n3.0", "n4.0").map(StandingTest::voter).toList());
    assertThat(standing("n4.0", lost, true)).isEqualTo(Standing.VOTER);
    assertThat(standing("n4.0", lost, true, record(2, "n1.0", "n2.0", "n3.0")))
        .isEqualTo(Standing.NEWCOMER);
  }
}
