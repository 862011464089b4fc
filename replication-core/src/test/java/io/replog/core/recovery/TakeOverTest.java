package io.replog.core.recovery;

import static io.replog.log.TestEntries.appending;
import static io.replog.log.TestEntries.chain;
import static io.replog.log.TestEntries.messages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.replog.core.recovery.TakeOver.Outbid;
import io.replog.core.recovery.TakeOver.Undecidable;
import io.replog.log.DurableLog;
import io.replog.log.LogIdentity;
import io.replog.log.storage.Commit;
import io.replog.log.storage.MemoryStorage;
import io.replog.log.storage.MemoryStorage.Failure;
import io.replog.log.storage.StorageException;
import io.replog.model.LogEntry;
import io.replog.model.Tail;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What a master does before it accepts anything. */
class TakeOverTest {

  private static final String LOG = "the log";

  private final MemoryStorage storage = new MemoryStorage();
  private final DurableLog log = new DurableLog(storage);
  private final List<String> events = new CopyOnWriteArrayList<>();
  private final AtomicInteger minted = new AtomicInteger();
  private int enough;
  private int enoughWithoutLog;
  private final TakeOver takeOver = takeOver();

  private TakeOver takeOver() {
    return new TakeOver(
        log,
        () -> List.of("replaced"),
        (agreed, ownLog) -> agreed >= (ownLog ? enough : enoughWithoutLog),
        () -> "minted " + minted.incrementAndGet(),
        new Told());
  }

  /** This master held so much of the log before, written by masters up to that epoch. */
  private void held(long epoch, List<LogEntry> entries) {
    log.commit(
        appending(entries)
            .put(LogIdentity.LOG_ID_KEY, LOG)
            .put(LogIdentity.EPOCH_KEY, Long.toString(epoch))
            .put(LogIdentity.TAIL_EPOCH_KEY, Long.toString(epoch))
            .put(LogIdentity.TAIL_CLAIM_KEY, "claim of " + epoch));
  }

  private static FakePeer peer(String name, long epoch, int length) {
    return new FakePeer(name).holding(LOG, epoch, epoch, chain(length));
  }

  // ---- the epoch ----

  @Test
  void g7_firstMasterOfAllMintsALogAndTakesTheFirstEpoch() throws Exception {
    takeOver.run(List.of());

    LogIdentity kept = new DurableLog(storage.crash()).identity();
    assertThat(kept.logId()).isPresent();
    assertThat(kept.epoch()).isEqualTo(1);
    assertThat(kept.claim()).isNotEmpty();
  }

  @Test
  void g7_everyStartTakesAHigherEpochOfTheSameLog() throws Exception {
    held(5, chain(2));

    takeOver.run(List.of());

    assertThat(log.identity().epoch()).isEqualTo(6);
    assertThat(log.identity().logId()).hasValue(LOG);
    takeOver().run(List.of());
    assertThat(log.identity().epoch()).isEqualTo(7);
  }

  @Test
  void g7_epochIsAboveEveryOneThatAReachableSecondaryHasHeardOf() throws Exception {
    held(5, chain(2));

    takeOver.run(List.of(peer("a", 3, 2), peer("b", 11, 2), peer("c", 99, 2).unreachable()));

    assertThat(log.identity().epoch()).isEqualTo(12);
    assertThat(events).contains("unreachable c");
  }

  @Test
  void g7_epochIsOnTheDiskBeforeAnybodyHearsOfIt() throws Exception {
    List<String> heard = new ArrayList<>();
    FakePeer peer =
        peer("a", 4, 2)
            .onAnnounce(
                greeting ->
                    heard.add(
                        "heard %d of %s, on disk %s of %s"
                            .formatted(
                                greeting.epoch(),
                                greeting.claim(),
                                storage.meta(LogIdentity.EPOCH_KEY).orElse("none"),
                                storage.meta(LogIdentity.CLAIM_KEY).orElse("none"))));

    takeOver.run(List.of(peer));

    String claim = log.identity().claim();
    assertThat(heard).containsExactly("heard 5 of %1$s, on disk 5 of %1$s".formatted(claim));
  }

  @Test
  void g7_epochThatTheDiskRefusedIsHeardByNobody() {
    FakePeer peer = peer("a", 4, 2);
    storage.failNext(Failure.AFTER_APPLYING);

    assertThatThrownBy(() -> takeOver.run(List.of(peer))).isInstanceOf(StorageException.class);

    assertThat(peer.epoch()).isEqualTo(4);
    assertThat(new DurableLog(storage.crash()).identity().epoch()).isEqualTo(5);
  }

  @Test
  void g7_secondariesPromiseToRefuseOlderMastersBeforeTheyAreReadFrom() throws Exception {
    FakePeer peer = peer("a", 4, 3);

    takeOver.run(List.of(peer));

    assertThat(peer.calls).containsSubsequence("announce 5", "status", "entries 0");
    assertThat(peer.epoch()).isEqualTo(5);
  }

  @Test
  void g7_masterYieldsToOneThatTookANewerEpochMeanwhile() {
    FakePeer peer = peer("a", 4, 2);
    peer.onAnnounce(greeting -> peer.hears(8));
    assertThatThrownBy(() -> takeOver.run(List.of(peer)))
        .isInstanceOf(Undecidable.class)
        .hasMessageContaining("8");
    peer.onAnnounce(greeting -> {});

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> takeOver.run(List.of(peer)))
          .isInstanceOfSatisfying(Outbid.class, e -> assertThat(e.epoch()).isEqualTo(8));
    }

    assertThat(log.length()).isZero();
    assertThat(log.identity().epoch()).isEqualTo(5);
    assertThat(peer.epoch()).isEqualTo(8);
    assertThat(events).noneMatch(line -> line.startsWith("took over"));
  }

  @Test
  void g7_ofTwoThatTookTheSameEpochOneTakesAHigherOne() throws Exception {
    FakePeer peer = peer("a", 4, 2);
    peer.onAnnounce(greeting -> peer.hears(5));
    assertThatThrownBy(() -> takeOver.run(List.of(peer))).isInstanceOf(Undecidable.class);
    assertThat(log.length()).isZero();
    String claim = log.identity().claim();

    peer.onAnnounce(greeting -> {});
    takeOver.run(List.of(peer));

    assertThat(log.identity().epoch()).isEqualTo(6);
    assertThat(log.identity().claim()).isNotEqualTo(claim);
    assertThat(log.length()).isEqualTo(2);
  }

  @Test
  void g7_secondAttemptOfOneProcessGoesOnWithItsEpoch() throws Exception {
    enough = 1;
    FakePeer peer = peer("a", 2, 2).unreachable();
    held(3, chain(2));
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> takeOver.run(List.of(peer)))
          .isInstanceOf(Undecidable.class)
          .hasMessageContaining("enough");
    }

    peer.reachable();
    takeOver.run(List.of(peer));

    assertThat(log.identity().epoch()).isEqualTo(4);
    assertThat(events).endsWith("took over %s in 4 with 2".formatted(LOG));
  }

  // ---- which log ----

  @Test
  void emptyMasterTakesUpTheLogOfItsSecondaries() throws Exception {
    takeOver.run(List.of(new FakePeer("new"), peer("a", 4, 3)));

    assertThat(log.identity().logId()).hasValue(LOG);
    assertThat(messages(log)).containsExactly("m-0", "m-1", "m-2");
    assertThat(events).contains("adopted " + LOG, "recovered 3 from a");
    assertThat(messages(new DurableLog(storage.crash()))).hasSize(3);
  }

  @Test
  void logOfWhichASecondaryHoldsOnlyWhatIsBeyondAGapIsTakenUpToo() throws Exception {
    takeOver.run(List.of(peer("a", 4, 0).buffering(2)));

    assertThat(log.identity().logId()).hasValue(LOG);
  }

  @Test
  void messagesOfOneLogOutweighWhatIsBeyondAGapInAnother() throws Exception {
    FakePeer waiting = new FakePeer("b").holding("another", 4, 0, List.of()).buffering(2);

    takeOver.run(List.of(waiting, peer("a", 4, 3)));

    assertThat(log.identity().logId()).hasValue(LOG);
    assertThat(log.length()).isEqualTo(3);
  }

  @Test
  void masterThatHasMintedALogButHoldsNothingGivesItUpForTheOneOfItsSecondaries() throws Exception {
    log.commit(new Commit().put(LogIdentity.LOG_ID_KEY, "minted").put(LogIdentity.EPOCH_KEY, "1"));

    takeOver.run(List.of(peer("a", 4, 3)));

    assertThat(log.identity().logId()).hasValue(LOG);
    assertThat(log.length()).isEqualTo(3);
  }

  @Test
  void g8_emptyMasterRefusesToChooseBetweenDifferentLogs() {
    List<FakePeer> peers =
        List.of(
            peer("a", 4, 3),
            new FakePeer("b").holding("another log", 9, 9, chain(1)),
            peer("c", 4, 1));

    assertThatThrownBy(() -> takeOver.run(peers))
        .isInstanceOf(Undecidable.class)
        .hasMessageContainingAll(LOG, "another log");

    assertThat(storage.commits()).isZero();
    assertThat(peers).allSatisfy(peer -> assertThat(peer.calls).containsExactly("status"));
  }

  @Test
  void logThatNobodyHoldsAMessageOfIsNotTakenUp() throws Exception {
    takeOver.run(List.of(new FakePeer("a").holding("empty log", 4, 0, List.of())));

    assertThat(log.identity().logId()).isPresent().get().isNotEqualTo("empty log");
    assertThat(log.identity().epoch()).isEqualTo(5);
  }

  @Test
  void logThatWasReplacedIsNotTakenUp() throws Exception {
    takeOver.run(List.of(new FakePeer("a").holding("replaced", 4, 4, chain(3))));

    assertThat(log.identity().logId()).isPresent().get().isNotEqualTo("replaced");
    assertThat(log.length()).isZero();
  }

  @Test
  void g8_masterThatHoldsMessagesKeepsItsLogWhateverOthersHold() throws Exception {
    held(5, chain(2));

    takeOver.run(List.of(new FakePeer("a").holding("another log", 9, 9, chain(7))));

    assertThat(log.identity().logId()).hasValue(LOG);
    assertThat(messages(log)).containsExactly("m-0", "m-1");
    assertThat(log.identity().epoch()).isEqualTo(10);
  }

  // ---- what it fetches ----

  @Test
  void g1_masterThatLostItsTailFetchesItFromTheLongest() throws Exception {
    held(5, chain(2));
    FakePeer shorter = peer("shorter", 5, 4);
    FakePeer longest = peer("longest", 5, 6);

    takeOver.run(List.of(shorter, longest));

    assertThat(messages(log)).isEqualTo(messages(chain(6)));
    assertThat(events)
        .contains("recovered 4 from longest")
        .doesNotContain("recovered 2 from shorter");
    assertThat(longest.calls).contains("entries 2").doesNotContain("entries 0");
    assertThat(log.identity().tail().epoch()).isEqualTo(5);
  }

  @Test
  void g4_messageThatWasFetchedIsFoundByItsId() throws Exception {
    takeOver.run(List.of(peer("a", 5, 4)));

    assertThat(log.find("id-3").orElseThrow().order()).isEqualTo(3);
    assertThat(new DurableLog(storage.crash()).find("id-3")).isPresent();
  }

  @Test
  void newestHistoryIsTakenUpBeforeALongerOlderOne() throws Exception {
    held(5, chain(2));
    List<LogEntry> newer = new ArrayList<>(chain(2));
    newer.addAll(chain(newer.getLast().checksum(), 2, 1, "newer-"));
    FakePeer older = peer("older", 4, 9);
    FakePeer newest = new FakePeer("newest").holding(LOG, 6, 6, newer);

    takeOver.run(List.of(older, newest));

    assertThat(messages(log)).containsExactly("m-0", "m-1", "newer-2");
    assertThat(log.identity().tail()).isEqualTo(new Tail(6, "claim of 6"));
    assertThat(events).contains("diverged older at 3");
  }

  @Test
  void g1_betweenTwoHistoriesThatBothAreNewerThanItsOwnItDoesNotChoose() {
    List<LogEntry> newer = new ArrayList<>(chain(2));
    newer.addAll(chain(newer.getLast().checksum(), 2, 1, "newer-"));
    FakePeer older = peer("older", 4, 9);
    FakePeer newest = new FakePeer("newest").holding(LOG, 6, 6, newer);

    assertThatThrownBy(() -> takeOver.run(List.of(older, newest)))
        .isInstanceOf(Undecidable.class)
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

    assertThatThrownBy(() -> takeOver.run(List.of(other))).isInstanceOf(Undecidable.class);
    assertThat(other.epoch()).isEqualTo(5);
  }

  @Test
  void g1_tailIsThatOfTheHistoryOnlyOnceAllOfItIsHere() {
    held(5, chain(2));
    FakePeer failing = peer("failing", 6, 9).pagesOf(3).failingAfterPages(1);

    assertThatThrownBy(() -> takeOver.run(List.of(failing)))
        .isInstanceOf(Undecidable.class)
        .hasMessageContaining("failing");

    assertThat(log.length()).isEqualTo(5);
    assertThat(log.identity().tail()).isEqualTo(new Tail(5, "claim of 5"));
  }

  @Test
  void g1_masterWithoutALogNeedsMoreSecondariesUntilItHasRecoveredOnce() throws Exception {
    enough = 1;
    enoughWithoutLog = 2;
    FakePeer a = peer("a", 5, 4);
    FakePeer b = peer("b", 5, 6).unreachable();

    assertThatThrownBy(() -> takeOver.run(List.of(a, b))).isInstanceOf(Undecidable.class);
    TakeOver afterRestart = takeOver();
    assertThatThrownBy(() -> afterRestart.run(List.of(a, b))).isInstanceOf(Undecidable.class);
    b.reachable();
    afterRestart.run(List.of(a, b));
    assertThat(log.length()).isEqualTo(6);

    takeOver().run(List.of(a));
  }

  @Test
  void longLogIsFetchedInPagesWithProgress() throws Exception {
    takeOver.run(List.of(peer("a", 4, 10).pagesOf(4)));

    assertThat(log.length()).isEqualTo(10);
    assertThat(events)
        .containsSubsequence("progress 4 of 10", "progress 8 of 10", "progress 10 of 10");
  }

  @Test
  void g1_secondaryThatAgreedAndFailsOnTheWayIsNotPassedOver() throws Exception {
    FakePeer failing = peer("failing", 4, 10).pagesOf(4).failingAfterPages(1);
    FakePeer next = peer("next", 4, 9);
    assertThatThrownBy(() -> takeOver.run(List.of(failing, next)))
        .isInstanceOf(Undecidable.class)
        .hasMessageContaining("failing")
        .hasMessageContaining("no answer");

    failing.unreachable();
    takeOver.run(List.of(failing, next));

    assertThat(messages(log)).isEqualTo(messages(chain(9)));
    assertThat(next.calls).contains("entries 4").doesNotContain("entries 0");
    assertThat(events).contains("unreachable failing");
  }

  @Test
  void g1_secondaryThatIsRestartedWhileItsMessagesAreFetchedIsAskedAnew() throws Exception {
    FakePeer restarting = peer("restarting", 4, 10).pagesOf(4).restartingAfterPages(1);
    assertThatThrownBy(() -> takeOver.run(List.of(restarting)))
        .isInstanceOf(Undecidable.class)
        .hasMessageContaining("restarted");
    assertThat(log.identity().tail()).isEqualTo(Tail.NONE);

    takeOver.run(List.of(restarting));

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
      assertThatThrownBy(() -> takeOver().run(List.of(peer)))
          .isInstanceOf(Undecidable.class)
          .hasMessageContaining(peer.name());
      assertThat(log.length()).isZero();
    }

    takeOver().run(List.of(peer("sound", 4, 5)));
    assertThat(messages(log)).isEqualTo(messages(chain(5)));
  }

  @Test
  void g8_secondaryOfAnOlderHistoryThatDiffersIsReportedAndLeftAlone() throws Exception {
    held(5, chain(4));
    FakePeer differing = new FakePeer("differing").holding(LOG, 4, 4, chain(99, 0, 8, "other-"));

    takeOver.run(List.of(differing));

    assertThat(messages(log)).isEqualTo(messages(chain(4)));
    assertThat(events).contains("diverged differing at 4");
    assertThat(differing.calls).noneMatch(call -> call.startsWith("entries"));
  }

  @Test
  void g8_masterYieldsBeforeANewerHistoryThatDiffersFromItsOwn() {
    held(5, chain(4));
    FakePeer newer = new FakePeer("newer").holding(LOG, 6, 6, chain(99, 0, 2, "other-"));

    assertThatThrownBy(() -> takeOver.run(List.of(newer)))
        .isInstanceOf(Undecidable.class)
        .hasMessageContainingAll("newer", "data folder");

    assertThat(messages(log)).isEqualTo(messages(chain(4)));
    assertThat(events).noneMatch(line -> line.startsWith("took over"));
    assertThat(newer.epoch()).as("nobody was disturbed").isEqualTo(6);
    assertThat(log.identity().epoch()).isEqualTo(5);
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

  private final class Told implements TakeOverEvents {
    @Override
    public void unreachable(String secondary, String reason) {
      events.add("unreachable " + secondary);
    }

    @Override
    public void adopted(String logId) {
      events.add("adopted " + logId);
    }

    @Override
    public void progress(String secondary, long length, long target) {
      events.add("progress %d of %d".formatted(length, target));
    }

    @Override
    public void recovered(String secondary, long messages) {
      events.add("recovered %d from %s".formatted(messages, secondary));
    }

    @Override
    public void diverged(String secondary, long order) {
      events.add("diverged %s at %d".formatted(secondary, order));
    }

    @Override
    public void tookOver(String logId, long epoch, long messages) {
      events.add("took over %s in %d with %d".formatted(logId, epoch, messages));
    }
  }
}
