package io.replog.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VotersTest {

  private static final Tail REIGN = new Tail(7, "claim");
  private static final Voters THREE = new Voters(REIGN, 2, set("a", "b", "c"), List.of());

  private static List<Voter> set(String... ids) {
    return Arrays.stream(ids).map(VotersTest::voter).toList();
  }

  private static Voter voter(String id) {
    return new Voter(id, URI.create("http://[::1]:50/" + id), 6000);
  }

  private static boolean isMajority(Voters voters, String... ids) {
    return voters.isMajority(Set.of(ids)::contains);
  }

  @Test
  void majorityIsMoreThanHalfOfTheVotersAndOfNobodyElse() {
    assertThat(isMajority(THREE, "a", "c")).isTrue();
    assertThat(isMajority(THREE, "a", "d", "e")).isFalse();
    assertThat(isMajority(new Voters(REIGN, 0, set("a", "b", "c", "d"), List.of()), "a", "b"))
        .isFalse();
  }

  @Test
  void duringAChangeBothSetsMustHaveAMajority() {
    Voters changing = THREE.changedTo(set("a", "d", "e"));

    assertThat(isMajority(changing, "a", "d")).isFalse();
    assertThat(isMajority(changing, "a", "b")).isFalse();
    assertThat(isMajority(changing, "a", "b", "e")).isTrue();
    assertThat(isMajority(changing.applied(), "a", "d")).isTrue();
    assertThat(changing.all()).extracting(Voter::id).containsExactly("a", "b", "c", "d", "e");
  }

  @Test
  void recordIsNewerByItsReignAndThenByItsCount() {
    Voters later = THREE.changedTo(set("a"));
    Voters nextReign = THREE.writtenBy(new Tail(8, "other"));

    assertThat(later.isNewerThan(THREE)).isTrue();
    assertThat(THREE.isNewerThan(later)).isFalse();
    assertThat(THREE.isNewerThan(THREE)).isFalse();
    assertThat(nextReign.isNewerThan(later)).isTrue();
    assertThat(later.isNewerThan(nextReign)).isFalse();
  }

  @Test
  void textGivesBackWhatWasWritten() {
    Voters changing = THREE.changedTo(set("a", "d"));

    assertThat(Voters.parse(changing.text())).isEqualTo(changing);
    assertThat(Voters.parse(THREE.text())).isEqualTo(THREE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "1,claim,0",
        "1,claim +a,1,http://a",
        "x,claim,0 +a,1,http://a",
        "1,claim,0 +a,x,http://a",
        "1,claim,0 +a,1,http://a b",
        "1,claim,0 -a,1,http://a",
        "1,claim,0 +a,1"
      })
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> Voters.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void serverOfAVoterIsWhatComesBeforeTheLastDot() {
    assertThat(Voter.server("n1.7f3a")).isEqualTo("n1");
    assertThat(Voter.server("a.b.7f3a")).isEqualTo("a.b");
    assertThat(Voter.server("n1")).isEqualTo("n1");
  }
}
