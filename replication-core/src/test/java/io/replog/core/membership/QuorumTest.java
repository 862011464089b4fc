package io.replog.core.membership;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuorumTest {

  @ParameterizedTest
  @CsvSource({
    "1,1,true",
    "2,1,false",
    "2,2,true",
    "3,1,false",
    "3,2,true",
    "4,2,false",
    "4,3,true",
    "5,2,false",
    "5,3,true"
  })
  void messagesAreTakenOnlyWhileMoreThanHalfOfTheNodesAreHealthy(
      int nodes, int healthy, boolean present) {
    assertThat(Quorum.isPresent(nodes, healthy)).isEqualTo(present);
  }
}
