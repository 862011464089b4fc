package io.replog.core.recovery;

import static io.replog.log.TestEntries.appending;
import static io.replog.log.TestEntries.chain;
import static io.replog.log.TestEntries.messages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.replog.core.fakes.FakeMetrics;
import io.replog.core.fakes.LogLines;
import io.replog.core.fakes.Reigning;
import io.replog.core.membership.Secondaries;
import io.replog.core.recovery.TakeOver.CannotTakeOver;
import io.replog.core.recovery.TakeOver.Superseded;
import io.replog.core.transport.SecondaryClient;
import io.replog.log.DurableLog;
import io.replog.log.storage.Commit;
import io.replog.log.storage.LogFacts;
import io.replog.log.storage.MemoryStorage;
import io.replog.log.storage.MemoryStorage.Failure;
import io.replog.log.storage.StorageException;
import io.replog.model.Delivery;
import io.replog.model.LogEntry;
import io.replog.model.LogId;
import io.replog.model.Problem;
import io.replog.model.Tail;
import io.replog.model.Voter;
import io.replog.model.Voters;
import java.net.URI;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What a master does before it accepts anything. */
class TakeOverTest {

  private static final String LOG = "the log";

  private final MemoryStorage storage = new MemoryStorage();
  private final DurableLog log = new DurableLog(storage);
  private final AtomicInteger minted = new AtomicInteger();
  private final Reigning reigning = new Reigning(log, Secondaries.WINDOW);
  private final FakeMetrics metrics = reigning.metrics;
  private final LogLines takeOverLines = LogLines.of(TakeOver.class);
  private final LogLines recoveryLines = LogLines.of(Recovery.class);
  private int enough;
  private int enoughWithoutLog;
  private final TakeOver takeOver = takeOver();

  private TakeOver takeOver() {
    return new TakeOver(
        reigning.reign,
        (agreed, ownLog) -> agreed >= (ownLog ? enough : enoughWithoutLog),
        () -> "minted " + minted.incrementAndGet());
  }

  @AfterEach
  void end() {
    takeOverLines.close();
    recoveryLines.close();
  }

  /** This master held so much of the log before, written by masters up to that epoch. */
  private void held(long epoch, List<LogEntry> entries) {
    Tail tail = new Tail(epoch, "claim of " + epoch);
    log.commit(
        appending(entries)
            .facts(LogFacts.NONE.withLogId(LOG).withMaster(epoch, "").withTail(tail)));
  }

  private static FakePeer peer(String name, long epoch, int length) {
    return new FakePeer(name).holding(LOG, epoch, epoch, chain(length));
  }

  // ---- the epoch ----

  @Test
  void g7_firstMasterOfAllMintsALogAndTakesTheFirstEpoch() throws Exception {
    takeOver.run(of());

    LogFacts kept = new DurableLog(storage.crash()).facts();
    assertThat(kept.logId()).isPresent();
    assertThat(kept.epoch()).isEqualTo(1);
    assertThat(kept.claim()).isNotEmpty();
  }

  @Test
  void g7_everyStartTakesAHigherEpochOfTheSameLog() throws Exception {
    held(5, chain(2));

    takeOver.run(of());

    assertThat(log.facts().epoch()).isEqualTo(6);
    assertThat(log.facts().logId()).hasValue(LOG);
    takeOver().run(of());
    assertThat(log.facts().epoch()).isEqualTo(7);
  }

  @Test
  void g7_epochIsAboveEveryOneThatAReachableSecondaryKnows() throws Exception {
    held(5, chain(2));

    takeOver.run(of(peer("a", 3, 2), peer("b", 11, 2), peer("c", 99, 2).unreachable()));

    assertThat(log.facts().epoch()).isEqualTo(12);
    assertThat(told()).contains("INFO c cannot be asked: no route");
  }

  @Test
  void g7_masterDisturbsNoNodeWhoseMastersAreElected() {
    held(5, chain(2));
    Voter other = new Voter("a", URI.create("http://a"), 6000);
    FakePeer elected =
        peer("a", 7, 2).knowing(new Voters(new Tail(7, "c"), 0, List.of(other), List.of()));

    assertThatThrownBy(() -> takeOver.run(of(elected)))
        .isInstanceOf(CannotTakeOver.class)
        .hasMessageContaining("REPLOG_TAKEBACK");

    assertThat(log.facts().epoch()).isEqualTo(5);
    assertThat(elected.epoch()).isEqualTo(7);
  }

  @Test
  void g7_epochIsOnTheDiskBeforeItIsAnnounced() throws Exception {
    List<String> heard = new ArrayList<>();
    FakePeer peer =
        peer("a", 4, 2)
            .onAnnounce(
                announcement ->
                    heard.add(
                        "heard %d of %s, on disk %d of %s"
                            .formatted(
                                announcement.epoch(),
                                announcement.claim(),
                                storage.facts().epoch(),
                                storage.facts().claim())));

    takeOver.run(of(peer));

    String claim = log.facts().claim();
    assertThat(heard).containsExactly("heard 5 of %1$s, on disk 5 of %1$s".formatted(claim));
  }

  @Test
  void g7_epochThatTheDiskRefusedIsAnnouncedToNobody() {
    FakePeer peer = peer("a", 4, 2);
    storage.failNext(Failure.AFTER_APPLYING);

    assertThatThrownBy(() -> takeOver.run(of(peer))).isInstanceOf(StorageException.class);

    assertThat(peer.epoch()).isEqualTo(4);
    assertThat(new DurableLog(storage.crash()).facts().epoch()).isEqualTo(5);
  }

  @Test
  void g7_secondariesPromiseToRefuseOlderMastersBeforeTheyAreReadFrom() throws Exception {
    FakePeer peer = peer("a", 4, 3);

    takeOver.run(of(peer));

    assertThat(peer.calls).containsSubsequence("announce 5", "status", "entries 0");
    assertThat(peer.epoch()).isEqualTo(5);
  }

  @Test
  void g7_masterYieldsToOneThatTookANewerEpochMeanwhile() {
    FakePeer peer = peer("a", 4, 2);
    peer.onAnnounce(announcement -> peer.hears(8));
    assertThatThrownBy(() -> takeOver.run(of(peer)))
        .isInstanceOf(CannotTakeOver.class)
        .hasMessageContaining("8");
    peer.onAnnounce(announcement -> {});

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> takeOver.run(of(peer)))
          .isInstanceOfSatisfying(Superseded.class, e -> assertThat(e.epoch()).isEqualTo(8));
    }

    assertThat(log.length()).isZero();
    assertThat(log.facts().epoch()).isEqualTo(5);
    assertThat(peer.epoch()).isEqualTo(8);
    assertThat(metrics.tookOver).isEmpty();
  }

  @Test
  void g7_ofTwoThatTookTheSameEpochOneTakesAHigherOne() throws Exception {
    FakePeer peer = peer("a", 4, 2);
    peer.onAnnounce(announcement -> peer.hears(5));
    assertThatThrownBy(() -> takeOver.run(of(peer))).isInstanceOf(CannotTakeOver.class);
    assertThat(log.length()).isZero();
    String claim = log.facts().claim();

    peer.onAnnounce(announcement -> {});
    takeOver.run(of(peer));

    assertThat(log.facts().epoch()).isEqualTo(6);
    assertThat(log.facts().claim()).isNotEqualTo(claim);
    assertThat(log.length()).isEqualTo(2);
  }

  @Test
  void g7_secondAttemptOfOneProcessGoesOnWithItsEpoch() throws Exception {
    enough = 1;
    FakePeer peer = peer("a", 2, 2).unreachable();
    held(3, chain(2));
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> takeOver.run(of(peer)))
          .isInstanceOf(CannotTakeOver.class)
          .hasMessageContaining("enough");
    }

    peer.reachable();
    takeOver.run(of(peer));

    assertThat(log.facts().epoch()).isEqualTo(4);
    assertThat(metrics.tookOver).containsExactly("took over %s in 4 with 2".formatted(LOG));
  }

  // ---- which log ----

  @Test
  void emptyMasterAdoptsTheLogOfItsSecondaries() throws Exception {
    takeOver.run(of(new FakePeer("new"), peer("a", 4, 3)));

    assertThat(log.facts().logId()).hasValue(LOG);
    assertThat(messages(log)).containsExactly("m-0", "m-1", "m-2");
    assertThat(told())
        .contains(
            "INFO this node holds nothing: it adopts the log the log of its secondaries",
            "INFO recovered 3 messages from a");
    assertThat(messages(new DurableLog(storage.crash()))).hasSize(3);
  }

  @Test
  void logOfWhichASecondaryHoldsOnlyWhatIsBeyondAGapIsAdoptedToo() throws Exception {
    takeOver.run(of(peer("a", 4, 0).buffering(2)));

    assertThat(log.facts().logId()).hasValue(LOG);
  }

  @Test
  void messagesOfOneLogOutweighWhatIsBeyondAGapInAnother() throws Exception {
    FakePeer waiting = new FakePeer("b").holding("another", 4, 0, List.of()).buffering(2);

    takeOver.run(of(waiting, peer("a", 4, 3)));

    assertThat(log.facts().logId()).hasValue(LOG);
    assertThat(log.length()).isEqualTo(3);
  }

  @Test
  void masterThatHasMintedALogButHoldsNothingGivesItUpForTheOneOfItsSecondaries() throws Exception {
    log.commit(new Commit().facts(LogFacts.NONE.withLogId("minted").withMaster(1, "claim")));

    takeOver.run(of(peer("a", 4, 3)));

    assertThat(log.facts().logId()).hasValue(LOG);
    assertThat(log.length()).isEqualTo(3);
  }

  @Test
  void g8_emptyMasterRefusesToChooseBetweenDifferentLogs() {
    List<FakePeer> peers =
        List.of(
            peer("a", 4, 3),
            new FakePeer("b").holding("another log", 9, 9, chain(1)),
            peer("c", 4, 1));

    assertThatThrownBy(() -> takeOver.run(of(peers.toArray(FakePeer[]::new))))
        .isInstanceOf(CannotTakeOver.class)
        .hasMessageContainingAll(LOG, "another log");

    assertThat(storage.commits()).isZero();
    assertThat(peers).allSatisfy(peer -> assertThat(peer.calls).containsExactly("status"));
  }

  @Test
  void g7_masterWithoutALogAdoptsTheEmptyOneThatItsSecondariesKnowAndFencesItsMaster()
      throws Exception {
    FakePeer peer = new FakePeer("a").holding("empty log", 4, 0, List.of());

    takeOver.run(of(peer, new FakePeer("b")));

    assertThat(log.facts().logId()).hasValue("empty log");
    assertThat(log.facts().epoch()).isEqualTo(5);
    assertThat(peer.epoch()).isEqualTo(5);
  }

  @Test
  void emptyLogIsAdoptedNeitherByAMasterThatHasOneNorWhereThereAreTwo() throws Exception {
    FakePeer one = new FakePeer("a").holding("empty log", 4, 0, List.of());
    FakePeer other = new FakePeer("b").holding("another", 4, 0, List.of());

    takeOver.run(of(one, other));
    assertThat(log.facts().logId()).hasValue("minted 1");
    assertThat(log.facts().epoch()).as("epochs of another log do not count").isEqualTo(1);

    takeOver().run(of(new FakePeer("c").holding("empty log", 4, 0, List.of())));
    assertThat(log.facts().logId()).hasValue("minted 1");
  }

  @Test
  void ofTwoEmptyLogsOfOneLineageTheOneThatReplacedTheOtherIsAdopted() throws Exception {
    String fresh = LogId.afterEmptying("empty log", "random");
    FakePeer older = new FakePeer("a").holding("empty log", 7, 0, List.of());
    FakePeer newer = new FakePeer("b").holding(fresh, 4, 0, List.of());

    takeOver.run(of(older, newer));

    assertThat(log.facts().logId()).hasValue(fresh);
    assertThat(log.facts().epoch()).as("epochs of one lineage count").isEqualTo(8);
  }

  @Test
  void logThatWasReplacedIsNotAdopted() throws Exception {
    String fresh = LogId.afterEmptying(LOG, "random");
    log.commit(new Commit().facts(LogFacts.NONE.withLogId(fresh).withMaster(5, "claim")));

    takeOver.run(of(peer("a", 4, 3)));

    assertThat(log.facts().logId()).hasValue(fresh);
    assertThat(log.length()).isZero();
    assertThat(log.facts().epoch()).isEqualTo(6);
  }

  @Test
  void masterWithoutALogAdoptsTheOneThatReplacedTheOthers() throws Exception {
    String fresh = LogId.afterEmptying(LogId.afterEmptying(LOG, "once"), "twice");

    takeOver.run(
        of(peer("a", 4, 3), new FakePeer("b").holding(fresh, 6, 6, chain(2)), peer("c", 9, 5)));

    assertThat(log.facts().logId()).hasValue(fresh);
    assertThat(log.length()).isEqualTo(2);
    assertThat(log.facts().epoch()).as("epochs of one lineage count").isEqualTo(10);
  }

  @Test
  void g8_masterThatHoldsMessagesKeepsItsLogWhateverOthersHold() throws Exception {
    held(5, chain(2));

    takeOver.run(of(new FakePeer("a").holding("another log", 9, 9, chain(7))));

    assertThat(log.facts().logId()).hasValue(LOG);
    assertThat(messages(log)).containsExactly("m-0", "m-1");
    assertThat(log.facts().epoch()).isEqualTo(6);
  }

  // ---- what it fetches ----

  @Test
  void g1_masterThatLostItsTailFetchesItFromTheLongest() throws Exception {
    held(5, chain(2));
    FakePeer shorter = peer("shorter", 5, 4);
    FakePeer longest = peer("longest", 5, 6);

    takeOver.run(of(shorter, longest));

    assertThat(messages(log)).isEqualTo(messages(chain(6)));
    assertThat(told())
        .contains("INFO recovered 4 messages from longest")
        .noneMatch(line -> line.endsWith("from shorter"));
    assertThat(longest.calls).contains("entries 2").doesNotContain("entries 0");
    assertThat(log.facts().tail().epoch()).isEqualTo(5);
  }

  @Test
  void g4_messageThatWasFetchedIsFoundByItsId() throws Exception {
    takeOver.run(of(peer("a", 5, 4)));

    assertThat(log.find("id-3").orElseThrow().order()).isEqualTo(3);
    assertThat(new DurableLog(storage.crash()).find("id-3")).isPresent();
  }

  @Test
  void newestHistoryIsFetchedBeforeALongerOlderOne() throws Exception {
    held(5, chain(2));
    List<LogEntry> newer = new ArrayList<>(chain(2));
    newer.addAll(chain(newer.getLast().checksum(), 2, 1, "newer-"));
    FakePeer older = peer("older", 4, 9);
    FakePeer newest = new FakePeer("newest").holding(LOG, 6, 6, newer);

    takeOver.run(of(older, newest));

    assertThat(messages(log)).containsExactly("m-0", "m-1", "newer-2");
    assertThat(log.facts().tail()).isEqualTo(new Tail(6, "claim of 6"));
    assertThat(told()).contains(differs("older", 3));
  }

  @Test
  void g1_betweenTwoHistoriesThatBothAreNewerThanItsOwnItDoesNotChoose() {
    List<LogEntry> newer = new ArrayList<>(chain(2));
    newer.addAll(chain(newer.getLast().checksum(), 2, 1, "newer-"));
    FakePeer older = peer("older", 4, 9);
    FakePeer newest = new FakePeer("newest").holding(LOG, 6, 6, newer);

    assertThatThrownBy(() -> takeOver.run(of(older, newest)))
        .isInstanceOf(CannotTakeOver.class)
        .hasMessageContaining("older")
        .hasMessageContaining("stop the secondaries");
  }

  @Test
  void g1_twoMastersOfOneEpochWroteBesideEachOtherAndNeitherHistoryIsTheOlder() {
    held(5, chain(3));
    List<LogEntry> theirs = new ArrayList<>(chain(2));
    theirs.addAll(chain(theirs.getLast().checksum(), 2, 1, "theirs-"));
    FakePeer other =
        new FakePeer("other").holding(LOG, 5, 5, theirs).writtenBy(new Tail(5, "another claim"));

    assertThatThrownBy(() -> takeOver.run(of(other))).isInstanceOf(CannotTakeOver.class);
    assertThat(other.epoch()).isEqualTo(5);
  }

  @Test
  void g1_tailIsThatOfTheHistoryOnlyOnceAllOfItIsHere() {
    held(5, chain(2));
    FakePeer failing = peer("failing", 6, 9).pagesOf(3).failingAfterPages(1);

    assertThatThrownBy(() -> takeOver.run(of(failing)))
        .isInstanceOf(CannotTakeOver.class)
        .hasMessageContaining("failing");

    assertThat(log.length()).isEqualTo(5);
    assertThat(log.facts().tail()).isEqualTo(new Tail(5, "claim of 5"));
  }

  @Test
  void g1_masterWithoutALogNeedsMoreSecondariesUntilItHasRecoveredOnce() throws Exception {
    enough = 1;
    enoughWithoutLog = 2;
    FakePeer a = peer("a", 5, 4);
    FakePeer b = peer("b", 5, 6).unreachable();

    assertThatThrownBy(() -> takeOver.run(of(a, b))).isInstanceOf(CannotTakeOver.class);
    TakeOver afterRestart = takeOver();
    assertThatThrownBy(() -> afterRestart.run(of(a, b))).isInstanceOf(CannotTakeOver.class);
    b.reachable();
    afterRestart.run(of(a, b));
    assertThat(log.length()).isEqualTo(6);

    takeOver().run(of(a));
  }

  @Test
  void longLogIsFetchedInPagesWithProgress() throws Exception {
    List<String> states = new ArrayList<>();
    FakePeer peer =
        peer("a", 4, 10)
            .pagesOf(4)
            .damaging(
                page -> {
                  states.add(state());
                  return page;
                });

    takeOver.run(of(peer));

    states.add(state());
    assertThat(log.length()).isEqualTo(10);
    assertThat(states)
        .containsExactly(
            "open",
            "the log is being recovered: 4 of 10 messages from a",
            "the log is being recovered: 8 of 10 messages from a",
            "the log is being recovered: 10 of 10 messages from a");
  }

  private String state() {
    return reigning.mode.closed().map(Problem::detail).orElse("open");
  }

  @Test
  void g1_secondaryThatAgreedAndFailsOnTheWayIsNotPassedOver() throws Exception {
    FakePeer failing = peer("failing", 4, 10).pagesOf(4).failingAfterPages(1);
    FakePeer next = peer("next", 4, 9);
    assertThatThrownBy(() -> takeOver.run(of(failing, next)))
        .isInstanceOf(CannotTakeOver.class)
        .hasMessageContaining("failing")
        .hasMessageContaining("no answer");

    failing.unreachable();
    takeOver.run(of(failing, next));

    assertThat(messages(log)).isEqualTo(messages(chain(9)));
    assertThat(next.calls).contains("entries 4").doesNotContain("entries 0");
    assertThat(told()).contains("INFO failing cannot be asked: no route");
  }

  @Test
  void g1_secondaryThatIsRestartedWhileItsMessagesAreFetchedIsAskedAnew() throws Exception {
    FakePeer restarting = peer("restarting", 4, 10).pagesOf(4).restartingAfterPages(1);
    assertThatThrownBy(() -> takeOver.run(of(restarting)))
        .isInstanceOf(CannotTakeOver.class)
        .hasMessageContaining("restarted");
    assertThat(log.facts().tail()).isEqualTo(Tail.NONE);

    takeOver.run(of(restarting));

    assertThat(log.length()).isEqualTo(10);
  }

  @Test
  void g8_damagedPageIsNotStoredNotEvenInPart() throws Exception {
    List<FakePeer> damaging =
        List.of(
            peer("flipped", 4, 9).damaging(page -> replaced(page, 3, flipped(page.get(3)))),
            peer("another message", 4, 9)
                .damaging(page -> replaced(page, 3, chain(7, 3, 1, "other-").getFirst())),
            peer("left out", 4, 9).damaging(page -> without(page, 3)),
            peer("unchained", 4, 9)
                .damaging(page -> replaced(page, 3, io.replog.log.TestEntries.loose(3))),
            peer("shifted", 4, 9).damaging(page -> page.subList(1, page.size())),
            peer("empty", 4, 9).damaging(page -> List.of()));
    for (FakePeer peer : damaging) {
      assertThatThrownBy(() -> takeOver().run(of(peer)))
          .isInstanceOf(CannotTakeOver.class)
          .hasMessageContaining(peer.name());
      assertThat(log.length()).isZero();
    }

    takeOver().run(of(peer("sound", 4, 5)));
    assertThat(messages(log)).isEqualTo(messages(chain(5)));
  }

  @Test
  void g8_secondaryOfAnOlderHistoryThatDiffersIsReportedAndLeftAlone() throws Exception {
    held(5, chain(4));
    FakePeer differing = new FakePeer("differing").holding(LOG, 4, 4, chain(99, 0, 8, "other-"));

    takeOver.run(of(differing));

    assertThat(messages(log)).isEqualTo(messages(chain(4)));
    assertThat(told()).contains(differs("differing", 4));
    assertThat(differing.calls).noneMatch(call -> call.startsWith("entries"));
  }

  @Test
  void g8_masterYieldsBeforeANewerHistoryThatDiffersFromItsOwn() {
    held(5, chain(4));
    FakePeer newer = new FakePeer("newer").holding(LOG, 6, 6, chain(99, 0, 2, "other-"));

    assertThatThrownBy(() -> takeOver.run(of(newer)))
        .isInstanceOf(CannotTakeOver.class)
        .hasMessageContainingAll("newer", "data folder");

    assertThat(messages(log)).isEqualTo(messages(chain(4)));
    assertThat(metrics.tookOver).isEmpty();
    assertThat(newer.epoch()).as("nobody was disturbed").isEqualTo(6);
    assertThat(log.facts().epoch()).isEqualTo(5);
  }

  // ---- epochs ----

  @Test
  void g7_epochsOfAnotherLogDoNotRaiseTheOwn() throws Exception {
    held(5, chain(2));

    takeOver.run(
        of(
            new FakePeer("a").holding("another log", Delivery.MAX_EPOCH, 9, chain(7)),
            new FakePeer("b")));

    assertThat(log.facts().epoch()).isEqualTo(6);
  }

  @Test
  void g7_masterThatAdoptsAnotherLogTakesAnEpochOfThatLog() throws Exception {
    log.commit(new Commit().facts(LogFacts.NONE.withLogId("minted").withMaster(70, "claim")));

    takeOver.run(of(peer("a", 4, 3)));

    assertThat(log.facts().epoch()).isEqualTo(5);
  }

  @Test
  void g7_masterThatBeganALogOfItsOwnIsNotSupersededByTheEpochOfTheLogThatItGivesItUpFor()
      throws Exception {
    takeOver.run(of());
    assertThat(log.facts().epoch()).isEqualTo(1);

    takeOver.run(of(peer("a", 4, 3)));

    assertThat(log.facts().logId()).hasValue(LOG);
    assertThat(log.facts().epoch()).isEqualTo(5);
    assertThat(log.length()).isEqualTo(3);
    assertThatThrownBy(() -> takeOver.run(of(peer("b", 8, 3)))).isInstanceOf(Superseded.class);
  }

  @Test
  void g7_greatestEpochThatThereIsCanBeTakenAndNotBeFollowed() throws Exception {
    held(5, chain(2));
    FakePeer peer = peer("a", Delivery.MAX_EPOCH - 1, 2);
    takeOver.run(of(peer));
    assertThat(log.facts().epoch()).isEqualTo(Delivery.MAX_EPOCH);

    LogFacts before = log.facts();
    for (TakeOver next : List.of(takeOver(), takeOver())) {
      assertThatThrownBy(() -> next.run(of(peer)))
          .isInstanceOf(CannotTakeOver.class)
          .hasMessageContaining(Long.toString(Delivery.MAX_EPOCH));
    }
    assertThat(log.facts()).isEqualTo(before);
    assertThat(peer.epoch()).isEqualTo(Delivery.MAX_EPOCH);
  }

  private static Map<String, SecondaryClient> of(FakePeer... peers) {
    Map<String, SecondaryClient> named = new LinkedHashMap<>();
    for (FakePeer peer : peers) {
      named.put(peer.name(), peer);
    }
    return named;
  }

  /** What was logged so far. */
  private List<String> told() {
    return Stream.of(takeOverLines, recoveryLines).flatMap(lines -> lines.all().stream()).toList();
  }

  private static String differs(String peer, long order) {
    return "ERROR %s holds another log than this node somewhere before order %d"
        .formatted(peer, order);
  }

  private static LogEntry flipped(LogEntry entry) {
    byte[] record = entry.record().clone();
    record[record.length - 1] ^= 1;
    return LogEntry.ofRecord(entry.order(), record);
  }

  private static List<LogEntry> replaced(List<LogEntry> page, int at, LogEntry by) {
    List<LogEntry> changed = new ArrayList<>(page);
    changed.set(at, by);
    return changed;
  }

  private static List<LogEntry> without(List<LogEntry> page, int at) {
    List<LogEntry> changed = new ArrayList<>(page);
    changed.remove(at);
    return changed;
  }
}
