package io.replog.core.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.replog.core.membership.FailureDetector.Patience;
import io.replog.core.membership.Secondary.Condition;
import io.replog.core.membership.Secondary.Trouble;
import io.replog.core.transport.NodeHealth;
import io.replog.log.DurableLog;
import io.replog.log.storage.MemoryStorage;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MembershipTest {

  private static final URI URL_1 = URI.create("http://localhost:5001");
  private static final URI URL_1_TOO = URI.create("http://127.0.0.1:5001");
  private static final URI URL_3 = URI.create("http://localhost:5003");
  private static final URI URL_2 = URI.create("http://localhost:5002");

  private final MemoryStorage storage = new MemoryStorage();
  private final DurableLog log = new DurableLog(storage);
  private final List<String> told = new ArrayList<>();
  private long now = 1_000;
  private Membership membership;

  MembershipTest() {
    start();
  }

  /** The master's process begins, with these secondaries in its configuration. */
  private void start(URI... listed) {
    told.clear();
    membership = new Membership("master", log, new Patience(15, 40), Secondaries.WINDOW, () -> now);
    membership.onChange(new Listener());
    membership.begin(List.of(listed));
  }

  // ---- the beginning ----

  @Test
  void closedMembershipWritesNothingMore() {
    start(URL_1);
    membership.close();

    identify(URL_1, "s1", "run");
    register("s2", URL_2, "run");
    membership.retire("s2");

    assertThat(storage.commits()).isZero();
  }

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
    Secondary before = membership.members().getFirst();

    assertThat(register("s1", URL_1, "run")).isFalse();
    assertThat(register("s1", URL_1, "another run")).isFalse();
    assertThat(register("s1", URL_1, null)).isFalse();

    assertThat(membership.members()).containsExactly(before);
    assertThat(before.run()).hasValue("another run");
    assertThat(told).containsExactly("joined s1");
  }

  @Test
  void idOfTheMasterIsRefused() {
    assertConflict(ask("master", URL_1, "run"), "id of this master");

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

    assertConflict(ask("s1", URL_2, "another run"), URL_1.toString());

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
  void g1_placeOfAKnownMemberPassesToAnotherNodeOnlyOnceAPersonRetiredIt() {
    for (List<URI> listed : List.of(List.of(URL_1), List.<URI>of())) {
      start(listed.toArray(URI[]::new));
      register("s1", URL_1, "run");
      Secondary first = membership.members().getFirst();

      String other = "other " + listed.size();
      String run = "another run";
      Registration answer = ask(other, URL_1, run);

      assertConflict(answer, "retire \"s1\"");
      assertConflict(answer, "SERVER_ID");
      assertConflict(membership.register(other, URL_1, "r", Optional.empty()), "retire \"s1\"");
      assertThat(identify(URL_1, other, "another run")).isFalse();
      assertThat(membership.members()).containsExactly(first);
      assertMembers("s1 at 5001");

      membership.retire("s1");
      register(other, URL_1, run);
      assertMembers(other + " at 5001");
      assertThat(membership.members()).doesNotContain(first);
      start(listed.toArray(URI[]::new));
      assertMembers(other + " at 5001");
      membership.retire(other);
      register("s1", URL_1, "a later run");
      membership.retire("s1");
    }
  }

  @Test
  void g1_nodeThatMovesToTheAddressOfAnotherIsRefused() {
    register("s1", URL_1, "run");
    register("s2", URL_2, "run");

    assertConflict(ask("s1", URL_2, "another run"), "retire \"s2\"");

    assertMembers("s1 at 5001", "s2 at 5002");
    start();
    assertMembers("s1 at 5001", "s2 at 5002");
  }

  @Test
  void g1_idThatAListedNodeToldIsKnownAfterARestart() {
    start(URL_1);
    identify(URL_1, "s1", "run");

    start(URL_1);

    assertMembers("s1 at 5001");
    assertConflict(ask("other", URL_1, "another run"), "retire \"s1\"");
  }

  @Test
  void g1_listedAddressIsTakenOnlyByANodeThatWasReachedThere() {
    start(URL_1);

    assertConflict(membership.register("s1", URL_1, "run", Optional.empty()), "SECONDARY_HOST");

    assertMembers("http://localhost:5001 at 5001");
    assertThat(storage.commits()).isZero();
    assertThat(register("s1", URL_1, "run")).isFalse();
    assertMembers("s1 at 5001");
  }

  @Test
  void g1_whoOnlyClaimedAnAddressTakesItFromNobody() {
    membership.register("claim", URL_1, "run", Optional.empty());
    register("s1", URL_1, "run");
    Secondary claim = membership.members().getFirst();

    assertThat(membership.identified(claim, "claim", "run")).isFalse();
    assertConflict(ask("claim", URL_1, "run"), "retire \"s1\"");

    assertThat(membership.counting()).extracting(Secondary::id).containsExactly("s1");
  }

  @Test
  void listedNodeIsStillThereAfterOneThatOnlyClaimedItsAddressWasRetired() {
    membership.register("claim", URL_1, "run", Optional.empty());
    start(URL_1);
    assertMembers("http://localhost:5001 at 5001");
    start();
    membership.retire("claim");
    assertRetired(ask("claim", URL_1, "run"));

    start(URL_1);

    assertMembers("http://localhost:5001 at 5001");
    assertThat(membership.nodes()).isEqualTo(2);
  }

  @Test
  void nodeThatMovesToAListedAddressIsTheOneThatWasListedThere() {
    register("s1", URL_1, "run");
    start(URL_2);
    assertThat(membership.nodes()).isEqualTo(3);

    register("s1", URL_2, "another run");

    assertMembers("s1 at 5002");
  }

  @Test
  void repeatedRegistrationWritesNothing() {
    start(URL_1);
    register("s1", URL_1, "run");
    register("s2", URL_2, "run");
    membership.register("s3", URL_3, "run", Optional.empty());
    int commits = storage.commits();

    for (int i = 0; i < 10; i++) {
      register("s1", URL_1, "run");
      membership.register("s1", URL_1, "run", Optional.empty());
      register("s2", URL_2, "run " + i);
      identify(URL_2, "s2", "run " + i);
      membership.register("s3", URL_3, "run", Optional.empty());
    }

    assertThat(storage.commits()).isEqualTo(commits);
  }

  // ---- who answers at the address ----

  @Test
  void nodeThatRegistersUnderTheAddressOfAnotherIsRefusedWithWhatToChange() {
    for (NodeHealth there :
        List.of(
            secondary("s2", "run of 2"),
            new NodeHealth("master", "s1", "run", null, 0),
            secondary("s1", "run of another"))) {
      Registration answer = membership.register("s1", URL_1, "run", Optional.of(there));

      assertConflict(answer, "SECONDARY_HOST");
      assertConflict(answer, "ADVERTISED_URL");
      assertConflict(answer, "\"" + there.id() + "\"");
      assertConflict(answer, there.role());
    }
    assertMembers();
    assertThat(storage.commits()).isZero();
  }

  @Test
  void g1_liveNodeIsNeverRenamed() {
    start(URL_1);
    identify(URL_1, "s1", "run of 1");
    alive("s1");

    assertConflict(
        membership.register("s2", URL_1, "run of 2", Optional.of(secondary("s1", "run of 1"))),
        "SECONDARY_HOST");
    assertConflict(membership.register("s2", URL_1, "run of 2", Optional.empty()), "\"s1\"");
    assertConflict(ask("s2", URL_1, "run of 2"), "\"s1\"");

    assertMembers("s1 at 5001");
    start(URL_1);
    assertMembers("s1 at 5001");
  }

  @Test
  void nodeThatIsReachedAtItsAddressIsNotProbedAgainBeforeItIsAnotherProcess() {
    assertThat(membership.mustBeProbed("s1", URL_1, "run")).isTrue();
    membership.register("s1", URL_1, "run", Optional.empty());
    assertThat(membership.mustBeProbed("s1", URL_1, "run")).as("never reached").isTrue();
    register("s1", URL_1, "run");

    assertThat(membership.mustBeProbed("s1", URL_1, "run")).isFalse();

    assertThat(membership.mustBeProbed("s1", URL_2, "run")).isTrue();
    assertThat(membership.mustBeProbed("s1", URL_1, "another run")).isTrue();
    assertThat(membership.mustBeProbed("s2", URL_1, "run")).isTrue();
  }

  @Test
  void nodeThatIsNotReachedWhereItSaysStaysWhereItWas() {
    register("s1", URL_1, "run");

    membership.register("s1", URL_2, "another run", Optional.empty());

    assertMembers("s1 at 5001");
  }

  @Test
  void nodeThatWasNeverReachedCountsOnceItIsReachedAlsoAfterARestart() {
    Registration answer = membership.register("s1", URL_1, "run", Optional.empty());
    assertThat(((Registration.Member) answer).isNew()).isTrue();
    assertMembers("s1 at 5001");
    assertThat(membership.counting()).isEmpty();
    assertThat(membership.nodes()).isEqualTo(1);

    start();
    assertMembers("s1 at 5001");
    assertThat(membership.nodes()).isEqualTo(1);
    membership.register("s1", URL_1, "run", Optional.empty());
    assertThat(membership.nodes()).isEqualTo(1);

    identify(URL_1, "s1", "run");
    assertThat(membership.nodes()).isEqualTo(2);
    assertThat(membership.counting()).isEqualTo(membership.members());

    start();
    assertThat(membership.nodes()).isEqualTo(2);
  }

  @Test
  void nodeThatWasNeverReachedCountsOnceItsRegistrationWasVerified() {
    membership.register("s1", URL_1, "run", Optional.empty());

    register("s1", URL_1, "run");

    assertThat(membership.nodes()).isEqualTo(2);
    start();
    assertThat(membership.nodes()).isEqualTo(2);
  }

  // ---- learning who is behind a URL ----

  @Test
  void idOfAListedSecondaryIsLearntFromItsHealth() {
    start(URL_1);

    identify(URL_1, "s1", "run");

    assertMembers("s1 at 5001");
    assertThat(told).containsExactly("joined http://localhost:5001", "identified s1");
  }

  @Test
  void g1_masterThatAnswersAtAListedAddressIsSilenceAndNobodyIsForgotten() {
    start(URL_1, URL_2);

    assertThat(identify(URL_1, "master", "run")).isFalse();

    assertMembers("http://localhost:5001 at 5001", "http://localhost:5002 at 5002");
    assertThat(membership.nodes()).isEqualTo(3);
  }

  @Test
  void g1_anotherNodeAtTheAddressOfAMemberIsSilenceAndNobodyIsForgotten() {
    register("s1", URL_1, "run");

    assertThat(identify(URL_1, "another", "run")).isFalse();

    assertMembers("s1 at 5001");
    assertThat(membership.members().getFirst().run()).hasValue("run");
    start();
    assertMembers("s1 at 5001");
  }

  @Test
  void nodeListedUnderTwoUrlsIsOneNodeOnceItAnswered() {
    start(URL_1, URL_1_TOO);
    identify(URL_1, "s1", "run");
    alive("s1");

    identify(URL_1_TOO, "s1", "run");

    assertMembers("s1 at 5001");
  }

  @Test
  void urlThatAnswersIsKeptBeforeOneThatDoesNot() {
    start(URL_1_TOO);
    register("s1", URL_1, "run");

    identify(URL_1_TOO, "s1", "run");

    assertThat(membership.members())
        .singleElement()
        .satisfies(kept -> assertThat(kept.url()).isEqualTo(URL_1_TOO));
    assertThat(told).contains("left s1");
  }

  @Test
  void g1_nodeThatAnswersWhereAnotherMemberIsKnownPushesNobodyOut() {
    start(URL_1, URL_2);
    register("s1", URL_1, "run of 1");
    register("s2", URL_2, "run of 2");
    Secondary first = membership.members().getFirst();

    assertThat(membership.identified(first, "s2", "run of 2")).isFalse();

    assertMembers("s1 at 5001", "s2 at 5002");
    assertThat(membership.nodes()).isEqualTo(3);
  }

  @Test
  void secondNodeWithTheIdOfAnotherThatIsAliveIsSilence() {
    start(URL_1, URL_2);
    identify(URL_1, "s1", "run");
    alive("s1");

    assertThat(identify(URL_2, "s1", "another run")).isFalse();

    assertMembers("s1 at 5001", "http://localhost:5002 at 5002");
  }

  @Test
  void whatANodeSaysAfterItLeftIsIgnored() {
    start(URL_1);
    Secondary gone = membership.members().getFirst();
    membership.retire("http://localhost:5001");

    membership.identified(gone, "s1", "run");

    assertThat(gone.knownId()).isEmpty();
    assertMembers();
  }

  // ---- retiring ----

  @Test
  void addressOfARetiredNodeStaysRetiredWhenItsProcessBecomesKnown() {
    start(URL_1);
    register("s1", URL_1, null);
    membership.retire("s1");
    assertRetired(ask("s1", URL_1, "run"));

    start(URL_1);

    assertMembers();
  }

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

    assertRetired(ask("s1", URL_1, "run"));
    assertRetired(ask("s1", URL_2, "run"));
    assertRetired(ask("s1", URL_1, null));
    start();
    assertRetired(ask("s1", URL_1, "run"));
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

    assertRetired(ask("s1", URL_1, "run"));
    assertRetired(ask("s1", URL_1, "run"));

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
    start(URL_1, URL_2);
    assertMembers("s1 at 5001", "http://localhost:5002 at 5002");
  }

  // ---- health ----

  @Test
  void healthyNodesAreThoseThatAnsweredLately() {
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

  @Test
  void nodeThatGetsNothingUntilAPersonResolvesItsTroubleIsNotHealthy() {
    register("s1", URL_1, "run");
    alive("s1");
    Secondary secondary = membership.members().getFirst();

    for (Trouble trouble : Trouble.values()) {
      secondary.condition(new Condition(trouble, "why"));
      assertThat(membership.healthy()).isEqualTo(1);
    }

    secondary.condition(null);
    assertThat(membership.healthy()).isEqualTo(2);
  }

  /** The node that registers is the one that answers at {@code url}. */
  private Registration ask(String id, URI url, String run) {
    return membership.register(id, url, run, Optional.of(secondary(id, run)));
  }

  private static NodeHealth secondary(String id, String run) {
    return new NodeHealth("secondary", id, run, null, 0);
  }

  /** Whether it is new. */
  private boolean register(String id, URI url, String run) {
    Registration answer = ask(id, url, run);
    assertThat(answer).isInstanceOf(Registration.Member.class);
    return ((Registration.Member) answer).isNew();
  }

  private boolean identify(URI url, String id, String run) {
    return membership.identified(
        membership.members().stream().filter(s -> s.url().equals(url)).findFirst().orElseThrow(),
        id,
        run);
  }

  private void alive(String id) {
    membership.members().stream()
        .filter(secondary -> secondary.id().equals(id))
        .forEach(secondary -> secondary.seen(now, Instant.EPOCH));
  }

  /** Each as "id at port". */
  private void assertMembers(String... expected) {
    Stream<String> members =
        membership.members().stream().map(s -> s.id() + " at " + s.url().getPort());
    assertThat(members).containsExactlyInAnyOrder(expected);
  }

  private static void assertRetired(Registration answer) {
    assertThat(answer).isEqualTo(new Registration.Retired());
  }

  private static void assertConflict(Registration answer, String reason) {
    assertThat(answer)
        .isInstanceOfSatisfying(
            Registration.Conflict.class,
            conflict -> assertThat(conflict.reason()).contains(reason));
  }

  private final class Listener implements Membership.Listener {
    @Override
    public void joined(Secondary secondary) {
      told.add("joined " + secondary);
    }

    @Override
    public void identified(Secondary secondary) {
      told.add("identified " + secondary);
    }

    @Override
    public void left(Secondary secondary) {
      told.add("left " + secondary);
    }
  }
}
