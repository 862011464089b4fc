package io.replog.core.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.replog.core.membership.FailureDetector.Patience;
import io.replog.core.membership.Membership.Answer;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MembershipTest {

  private static final URI URL_1 = URI.create("http://localhost:5001");
  private static final URI URL_1_TOO = URI.create("http://127.0.0.1:5001");
  private static final URI URL_2 = URI.create("http://localhost:5002");

  private final FakeMemberStore store = new FakeMemberStore();
  private final List<String> told = new ArrayList<>();
  private long now = 1_000;
  private Membership membership;

  MembershipTest() {
    start();
  }

  /** The master's process begins, with these secondaries in its configuration. */
  private void start(URI... listed) {
    told.clear();
    membership = new Membership("master", store, new Patience(15, 40), () -> now, new Listener());
    membership.begin(List.of(listed));
  }

  // ---- the beginning ----

  @Test
  void listedSecondaryCountsBeforeItWasEverSeen() {
    start(URL_1, URL_2);

    assertMembers("http://localhost:5001 at 5001", "http://localhost:5002 at 5002");
    assertThat(membership.nodes()).isEqualTo(3);
    assertThat(membership.healthy()).isEqualTo(1);
    assertThat(told)
        .containsExactly("joined http://localhost:5001", "joined http://localhost:5002");
  }

  @Test
  void registeredSecondaryIsRememberedOverARestart() {
    register("s1", URL_1, "run");

    start();

    assertMembers("s1 at 5001");
  }

  @Test
  void listedSecondaryAndItsRegistrationAreOneNode() {
    start(URL_1);
    assertThat(register("s1", URL_1, "run")).isFalse();
    assertMembers("s1 at 5001");

    start(URL_1);
    assertMembers("s1 at 5001");
  }

  // ---- registering ----

  @Test
  void newSecondaryCountsFromItsRegistrationOn() {
    assertThat(register("s1", URL_1, "run")).isTrue();

    assertMembers("s1 at 5001");
    assertThat(told).containsExactly("joined s1");
  }

  @Test
  void repeatedRegistrationChangesNothing() {
    register("s1", URL_1, "run");
    Secondary before = membership.secondaries().getFirst();

    assertThat(register("s1", URL_1, "run")).isFalse();
    assertThat(register("s1", URL_1, "another run")).isFalse();
    assertThat(register("s1", URL_1, null)).isFalse();

    assertThat(membership.secondaries()).containsExactly(before);
    assertThat(before.run()).hasValue("another run");
    assertThat(told).containsExactly("joined s1");
  }

  @Test
  void idOfTheMasterIsRefused() {
    assertConflict(membership.register("master", URL_1, "run"), "id of this master");

    assertMembers();
  }

  @Test
  void deadSecondaryMayComeBackAtAnotherAddress() {
    register("s1", URL_1, "run");

    assertThat(register("s1", URL_2, "another run")).isFalse();

    assertMembers("s1 at 5002");
    assertThat(told).containsExactly("joined s1", "joined s1", "left s1");
    start();
    assertMembers("s1 at 5002");
  }

  @Test
  void secondNodeUnderTheIdOfOneThatIsAliveIsRefused() {
    register("s1", URL_1, "run");
    alive("s1");

    assertConflict(membership.register("s1", URL_2, "another run"), URL_1.toString());

    assertMembers("s1 at 5001");
    start();
    assertMembers("s1 at 5001");
  }

  @Test
  void oneProcessUnderTwoAddressesIsOneNode() {
    register("s1", URL_1, "run");
    alive("s1");

    assertThat(register("s1", URL_1_TOO, "run")).isFalse();

    assertMembers("s1 at 5001");
    assertThat(told).containsExactly("joined s1");
  }

  @Test
  void nodeThatChangesItsIdIsOneNode() {
    register("s1", URL_1, "run");

    assertThat(register("other", URL_1, "another run")).isFalse();

    assertMembers("other at 5001");
    start();
    assertMembers("other at 5001");
  }

  @Test
  void nodeThatMovesToTheAddressOfAnotherTakesItsPlace() {
    register("s1", URL_1, "run");
    register("s2", URL_2, "run");

    register("s1", URL_2, "another run");

    assertMembers("s1 at 5002");
    start();
    assertMembers("s1 at 5002");
  }

  // ---- learning who is behind a URL ----

  @Test
  void idOfAListedSecondaryIsLearntFromItsHealth() {
    start(URL_1);

    introduce(URL_1, "s1", "run");

    assertMembers("s1 at 5001");
    assertThat(told).containsExactly("joined http://localhost:5001");
  }

  @Test
  void nodeThatIsTheMasterItselfDoesNotCount() {
    start(URL_1, URL_2);

    introduce(URL_1, "master", "run");

    assertMembers("http://localhost:5002 at 5002");
  }

  @Test
  void nodeListedUnderTwoUrlsIsOneNodeOnceItWasHeard() {
    start(URL_1, URL_1_TOO);
    introduce(URL_1, "s1", "run");
    alive("s1");

    introduce(URL_1_TOO, "s1", "run");

    assertMembers("s1 at 5001");
  }

  @Test
  void urlThatAnswersIsKeptBeforeOneThatDoesNot() {
    start(URL_1_TOO);
    register("s1", URL_1, "run");

    introduce(URL_1_TOO, "s1", "run");

    assertThat(membership.secondaries())
        .singleElement()
        .satisfies(kept -> assertThat(kept.url()).isEqualTo(URL_1_TOO));
    assertThat(told).contains("left s1");
  }

  @Test
  void g1_nodeThatAnswersWhereAnotherMemberIsKnownPushesNobodyOut() {
    start(URL_1, URL_2);
    register("s1", URL_1, "run of 1");
    register("s2", URL_2, "run of 2");
    Secondary first = membership.secondaries().getFirst();

    assertThat(membership.introduced(first, "s2", "run of 2")).isFalse();

    assertMembers("s1 at 5001", "s2 at 5002");
    assertThat(membership.nodes()).isEqualTo(3);
  }

  @Test
  void secondNodeWithTheIdOfAnotherDoesNotCountAndIsNamed() {
    start(URL_1, URL_2);
    introduce(URL_1, "s1", "run");
    alive("s1");

    introduce(URL_2, "s1", "another run");

    assertMembers("s1 at 5001");
    assertThat(told).contains("left http://localhost:5002");
  }

  @Test
  void whatANodeSaysAfterItLeftIsIgnored() {
    start(URL_1);
    Secondary gone = membership.secondaries().getFirst();
    membership.retire("http://localhost:5001");

    membership.introduced(gone, "s1", "run");

    assertThat(gone.knownId()).isEmpty();
    assertMembers();
  }

  // ---- retiring ----

  @Test
  void retiredNodeCountsNoMore() {
    register("s1", URL_1, "run");
    register("s2", URL_2, "run");

    assertThat(membership.retire("s1")).isTrue();

    assertMembers("s2 at 5002");
    assertThat(membership.nodes()).isEqualTo(2);
    assertThat(told).contains("left s1");
    start();
    assertMembers("s2 at 5002");
  }

  @Test
  void unknownNodeCannotBeRetired() {
    assertThat(membership.retire("s1")).isFalse();
  }

  @Test
  void retiredProcessIsRefusedAlsoAfterARestartOfTheMaster() {
    register("s1", URL_1, "run");
    membership.retire("s1");

    assertRetired(membership.register("s1", URL_1, "run"));
    assertRetired(membership.register("s1", URL_2, "run"));
    assertRetired(membership.register("s1", URL_1, null));
    start();
    assertRetired(membership.register("s1", URL_1, "run"));
    assertMembers();
  }

  @Test
  void retiredNodeThatWasStartedAnewMayJoinAgain() {
    register("s1", URL_1, "run");
    membership.retire("s1");

    assertThat(register("s1", URL_1, "another run")).isTrue();

    assertMembers("s1 at 5001");
    assertThat(register("s1", URL_1, "another run")).isFalse();
    start();
    assertMembers("s1 at 5001");
  }

  @Test
  void firstProcessThatAsksAfterAnUnknownOneWasRetiredIsTakenForThatOne() {
    register("s1", URL_1, null);
    membership.retire("s1");

    assertRetired(membership.register("s1", URL_1, "run"));
    assertRetired(membership.register("s1", URL_1, "run"));

    assertThat(register("s1", URL_1, "another run")).isTrue();
  }

  @Test
  void retiredSecondaryIsNotTakenUpFromTheConfigurationAgain() {
    start(URL_1, URL_2);
    register("s1", URL_1, "run");
    membership.retire("s1");

    start(URL_1, URL_2);
    assertMembers("http://localhost:5002 at 5002");

    register("s1", URL_1, "another run");
    membership.reject(membership.secondaries().getLast(), "for the test");
    start(URL_1, URL_2);
    assertThat(membership.secondaries()).hasSize(2);
  }

  @Test
  void nodeThatIsNoSecondaryIsForgotten() {
    register("s1", URL_1, "run");

    membership.reject(membership.secondaries().getFirst(), "it is a master");

    assertMembers();
    start();
    assertMembers();
  }

  // ---- health ----

  @Test
  void healthyNodesAreThoseHeardOfLately() {
    register("s1", URL_1, "run");
    register("s2", URL_2, "run");
    assertThat(membership.healthy()).isEqualTo(1);

    alive("s1");
    assertThat(membership.healthy()).isEqualTo(2);
    now += 10;
    alive("s2");
    assertThat(membership.healthy()).isEqualTo(3);

    now += 10;
    assertThat(membership.healthy()).as("s1 is suspected").isEqualTo(2);
    assertThat(membership.nodes()).isEqualTo(3);
  }

  /** Whether it is new. */
  private boolean register(String id, URI url, String run) {
    Answer answer = membership.register(id, url, run);
    assertThat(answer).isInstanceOf(Answer.Member.class);
    return ((Answer.Member) answer).isNew();
  }

  private void introduce(URI url, String id, String run) {
    membership.introduced(
        membership.secondaries().stream()
            .filter(s -> s.url().equals(url))
            .findFirst()
            .orElseThrow(),
        id,
        run);
  }

  private void alive(String id) {
    membership.secondaries().stream()
        .filter(secondary -> secondary.id().equals(id))
        .forEach(secondary -> secondary.seen(now, Instant.EPOCH));
  }

  /** Each as "id at port". */
  private void assertMembers(String... expected) {
    Stream<String> members =
        membership.secondaries().stream().map(s -> s.id() + " at " + s.url().getPort());
    assertThat(members).containsExactlyInAnyOrder(expected);
  }

  private static void assertRetired(Answer answer) {
    assertThat(answer).isEqualTo(new Answer.Retired());
  }

  private static void assertConflict(Answer answer, String reason) {
    assertThat(answer)
        .isInstanceOfSatisfying(
            Answer.Conflict.class, conflict -> assertThat(conflict.reason()).contains(reason));
  }

  private final class Listener implements Membership.Listener {
    @Override
    public void joined(Secondary secondary) {
      told.add("joined " + secondary);
    }

    @Override
    public void left(Secondary secondary, String why) {
      assertThat(why).isNotBlank();
      told.add("left " + secondary);
    }
  }
}
