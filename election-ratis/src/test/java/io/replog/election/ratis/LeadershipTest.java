package io.replog.election.ratis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a listener is told, whatever order the engine's hooks come in. */
class LeadershipTest {

  private final Leadership reign = new Leadership();

  private List<String> next(Standing standing, long ready) {
    Heard heard = new Heard();
    reign.next(standing, ready).forEach(call -> call.accept(heard));
    return heard.words();
  }

  private static Standing leading(long term) {
    return new Standing(true, term, Optional.of("self"));
  }

  private static Standing following(long term, String leader) {
    return new Standing(false, term, Optional.of(leader));
  }

  @Test
  void aNodeThatLeadsIsElectedOnlyOnceItHasCommitted() {
    assertThat(next(leading(3), Hints.NONE)).containsExactly("leader self");
    assertThat(next(leading(3), 3)).containsExactly("elected 3");
    assertThat(next(leading(3), 3)).isEmpty();
  }

  @Test
  void aHintThatComesLateElectsNobody() {
    assertThat(next(following(4, "other"), 3)).containsExactly("leader other");
    assertThat(next(leading(5), 3)).containsExactly("leader self");
    assertThat(next(leading(5), 5)).containsExactly("elected 5");
  }

  @Test
  void aReignThatWasLostAndWonAgainUnseenIsToldAsTwo() {
    next(leading(3), 3);
    assertThat(next(leading(7), 7)).containsExactly("deposed", "elected 7");
  }

  @Test
  void theEndOfAReignComesBeforeItsSuccessor() {
    next(leading(3), 3);
    assertThat(next(following(4, "other"), 3)).containsExactly("deposed", "leader other");
    assertThat(next(new Standing(false, 4, Optional.empty()), 3)).containsExactly("leader unknown");
  }

  @Test
  void theEngineEndsAReignWithIt() {
    assertThat(reign.end()).isEmpty();
    next(leading(3), 3);
    Heard heard = new Heard();
    reign.end().forEach(call -> call.accept(heard));
    assertThat(heard.words()).containsExactly("deposed");
    assertThat(reign.end()).isEmpty();
  }
}
