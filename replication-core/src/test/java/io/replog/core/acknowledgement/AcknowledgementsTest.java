package io.replog.core.acknowledgement;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AcknowledgementsTest {

  private final FakeSecondaries secondaries = new FakeSecondaries(3, 9);
  private final Acknowledgements acknowledgements = secondaries.acknowledgements;

  @Test
  void masterHoldsEverythingThatIsAskedAbout() {
    assertThat(acknowledgements.holders(7)).isEqualTo(1);
    assertThat(acknowledgements.names(7)).containsExactly("master");
    assertThat(acknowledgements.survivesFailover(acknowledgements.names(7)))
        .as("nobody is elected")
        .isEmpty();
    assertThat(acknowledgements.isMet(7, 1)).isTrue();
    assertThat(acknowledgements.isMet(7, 2)).isFalse();
  }

  @Test
  void g1_prefixOfALengthHoldsTheOrdersBelowItAndNoOther() {
    secondaries.acked(1, 7);

    assertThat(acknowledgements.holders(6)).isEqualTo(2);
    assertThat(acknowledgements.holders(7)).isEqualTo(1);
    assertThat(acknowledgements.isMet(6, 2)).isTrue();
    assertThat(acknowledgements.isMet(7, 2)).isFalse();
  }

  @Test
  void anySecondariesMayBeTheFirst() {
    secondaries.acked(2, 5);
    assertThat(acknowledgements.names(4)).containsExactly("master", "s3");
    assertThat(acknowledgements.isMet(4, 2)).isTrue();

    secondaries.acked(0, 9);
    assertThat(acknowledgements.names(4)).containsExactly("master", "s1", "s3");
    assertThat(acknowledgements.isMet(4, 3)).isTrue();
    assertThat(acknowledgements.isMet(4, 4)).isFalse();
  }

  @Test
  void whereNodesWereRetiredAllThatAreLeftAreEnough() {
    secondaries.acked(0, 5);
    secondaries.acked(1, 5);
    assertThat(acknowledgements.isMet(4, 4)).isFalse();

    secondaries.retire(2);

    assertThat(acknowledgements.nodes()).isEqualTo(3);
    assertThat(acknowledgements.isMet(4, 4)).isTrue();
    assertThat(acknowledgements.isMet(5, 4)).isFalse();
  }

  @Test
  void masterAloneIsEnoughWhereItIsTheOnlyNode() {
    FakeSecondaries none = new FakeSecondaries(0, 9);

    assertThat(none.acknowledgements.nodes()).isEqualTo(1);
    assertThat(none.acknowledgements.isMet(0, 3)).isTrue();
  }
}
