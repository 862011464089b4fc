package io.replog.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WriteConcernTest {

  @ParameterizedTest
  @CsvSource({"1,1", "2,2", "3,2", "4,3", "5,3", "6,4", "7,4"})
  void majorityIsMoreThanHalf(int nodes, int majority) {
    assertThat(WriteConcern.MAJORITY.required(nodes)).isEqualTo(majority);
    assertThat(2 * majority).isGreaterThan(nodes);
    assertThat(2 * (majority - 1)).isLessThanOrEqualTo(nodes);
  }

  @Test
  void allIsEveryNodeThereIs() {
    assertThat(WriteConcern.ALL.required(1)).isEqualTo(1);
    assertThat(WriteConcern.ALL.required(3)).isEqualTo(3);
  }

  @Test
  void numberIsAskedForHoweverManyNodesThereAre() {
    assertThat(new WriteConcern.Nodes(3).required(2)).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void fewerThanOneNodeCannotBeAskedFor(int count) {
    assertThatThrownBy(() -> new WriteConcern.Nodes(count))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void textIsReadAsTheContractWritesIt() {
    assertThat(WriteConcern.parse("majority")).isEqualTo(WriteConcern.MAJORITY);
    assertThat(WriteConcern.parse("all")).isEqualTo(WriteConcern.ALL);
    assertThat(WriteConcern.parse("1")).isEqualTo(new WriteConcern.Nodes(1));
    assertThat(WriteConcern.parse("999999999")).isEqualTo(new WriteConcern.Nodes(999_999_999));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", " ", "0", "-1", "+1", "1.0", "1e3", " 1", "9999999999", "ALL", "most", "١"})
  void anyOtherTextIsRefused(String text) {
    assertThatThrownBy(() -> WriteConcern.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }
}
