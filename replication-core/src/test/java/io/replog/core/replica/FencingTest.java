package io.replog.core.replica;

import static io.replog.log.TestEntries.chain;
import static io.replog.log.TestEntries.loose;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import io.replog.core.fakes.LogLines;
import io.replog.core.replica.DeliveryOutcome.Refused;
import io.replog.log.storage.LogFacts;
import io.replog.model.Delivery;
import io.replog.model.LogEntry;
import io.replog.model.LogId;
import io.replog.model.ProblemType;
import io.replog.model.Tail;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Whose deliveries a secondary takes: G7, and of which log. */
class FencingTest {

  private static final String FRESH = LogId.afterEmptying(SecondaryNode.LOG, "random");

  private final SecondaryNode node = new SecondaryNode();

  @Test
  void firstDeliverySaysWhichLogThisIs() {
    node.stores(3, chain(1));

    LogFacts expected =
        LogFacts.NONE
            .withLogId(SecondaryNode.LOG)
            .withMaster(3, "claim of 3")
            .withTail(new Tail(3, "claim of 3"));
    assertThat(node.log.facts()).isEqualTo(expected);
    assertThat(node.crash().log.facts()).isEqualTo(expected);
  }

  @Test
  void g7_olderMasterStoresNothingHere() {
    node.stores(3, chain(2)).stores(3, List.of(loose(5)));

    node.refuses(2, chain(3), ProblemType.STALE_EPOCH, "epoch", 3L);
    node.refuses(2, List.of(), ProblemType.STALE_EPOCH, "epoch", 3L);
    node.refuses(0, List.of(loose(7)), ProblemType.STALE_EPOCH, "epoch", 3L);

    node.shows("m-0", "m-1").holds(5);
  }

  @Test
  void g7_newerMasterIsRememberedByAnAnnouncementAlone() {
    node.stores(3, chain(2));

    node.stores(4, List.of());

    node.refuses(3, chain(3), ProblemType.STALE_EPOCH, "epoch", 4L);
    node.crash().refuses(3, chain(3), ProblemType.STALE_EPOCH, "epoch", 4L);
    node.stores(4, chain(3)).shows("m-0", "m-1", "m-2");
  }

  @Test
  void g7_newEpochIsOnTheDiskWithTheMessagesThatCameWithIt() {
    node.stores(3, chain(2));
    int commits = node.storage.commits();

    node.stores(4, chain(3));

    assertThat(node.storage.commits()).isEqualTo(commits + 1);
    assertThat(node.crash().log.facts().epoch()).isEqualTo(4);
    node.shows("m-0", "m-1", "m-2");
  }

  @Test
  void g7_deliveryThatIsRefusedBringsNoNewEpoch() {
    node.stores(3, chain(2));

    node.refuses(9, List.of(ReplicaTest.other(1)), ProblemType.ORDER_CONFLICT, "order", 1L);

    assertThat(node.log.facts().epoch()).isEqualTo(3);
    node.stores(3, chain(3));
  }

  @Test
  void g7_twoMastersOfOneEpochAreToldApartByTheirClaims() {
    node.stores(delivery(4, "mine", SecondaryNode.LOG, chain(1)));

    node.refuses(
        delivery(4, "theirs", SecondaryNode.LOG, chain(2)), ProblemType.STALE_EPOCH, "epoch", 4L);
    node.crash()
        .refuses(
            delivery(4, "theirs", SecondaryNode.LOG, List.of()),
            ProblemType.STALE_EPOCH,
            "epoch",
            4L);

    node.stores(delivery(4, "mine", SecondaryNode.LOG, chain(2))).shows("m-0", "m-1");
    node.stores(delivery(5, "theirs", SecondaryNode.LOG, chain(3))).shows("m-0", "m-1", "m-2");
  }

  @Test
  void g7_whatWasHeldForAnOlderMasterIsDroppedForANewerOne() {
    node.stores(3, List.of(loose(2), loose(4))).holds(2, 4);

    node.stores(4, chain(2)).shows("m-0", "m-1").holds();

    node.crash().shows("m-0", "m-1").holds();
  }

  @Test
  void g7_newerMasterMayHoldAnotherMessageAtAnOrderThatWasHeldForTheOlderOne() {
    node.stores(3, List.of(loose(2), loose(4)));

    node.stores(4, List.of(ReplicaTest.other(2))).shows().holds(2);

    assertThat(node.storage.heldEntry(2).orElseThrow().id()).isEqualTo("other-2");
    node.crash().stores(4, chain(2)).shows("m-0", "m-1", "another message").holds();
  }

  @Test
  void g1_tailIsThatOfTheMasterThatLastDeliveredMessagesEvenIfTheyWereHeldAlready() {
    node.stores(3, chain(2)).stores(4, List.of());
    assertThat(node.log.facts().tail()).isEqualTo(new Tail(3, "claim of 3"));

    node.stores(5, chain(2).subList(1, 2));
    assertThat(node.crash().log.facts().tail()).isEqualTo(new Tail(5, "claim of 5"));

    node.stores(6, List.of(loose(7)));
    assertThat(node.crash().log.facts().tail()).isEqualTo(new Tail(6, "claim of 6"));
  }

  @Test
  void deliveryThatDoesNotNameItsMasterIsTakenForOneOfTheMasterThatIsKnown() {
    node.stores(3, chain(2)).stores(new Delivery(3, "", SecondaryNode.LOG, List.of(loose(2))));

    assertThat(node.log.facts().tail()).isEqualTo(new Tail(3, "claim of 3"));
  }

  @Test
  void logThatWasEmptiedHasNoTail() {
    node.stores(3, chain(2)).stores(new Delivery(4, "claim", FRESH, List.of()));

    assertThat(node.crash().log.facts().tail()).isEqualTo(Tail.NONE);
  }

  @Test
  void deliveryThatEmptiesTheLogAndFillsItMarksTheTailEvenIfItsMasterWroteThereBefore() {
    node.stores(3, chain(2)).stores(new Delivery(3, "claim of 3", FRESH, chain(1)));

    assertThat(node.crash().log.facts().tail()).isEqualTo(new Tail(3, "claim of 3"));
  }

  @Test
  void refusedDeliveryLeavesTheTailAsItWas() {
    node.stores(3, chain(2));

    assertThat(node.accept(4, List.of(ReplicaTest.other(1)))).isInstanceOf(Refused.class);

    assertThat(node.crash().log.facts().tail()).isEqualTo(new Tail(3, "claim of 3"));
  }

  @Test
  void deliveryOfAnotherLogIsRefusedWhateverItsEpoch() {
    node.stores(3, chain(2));

    for (long epoch : new long[] {2, 3, 9}) {
      node.refuses(
          delivery(epoch, "claim", "another log", List.of()),
          ProblemType.OTHER_LOG,
          "log_id",
          SecondaryNode.LOG);
    }

    node.shows("m-0", "m-1").stores(3, chain(3));
  }

  @Test
  void nodeThatHoldsNoMessageAdoptsAnyLogWhoseMasterAnnouncesItself() {
    node.stores(3, List.of());
    node.refuses(
        delivery(4, "claim", "another log", chain(2)),
        ProblemType.OTHER_LOG,
        "log_id",
        SecondaryNode.LOG);

    node.stores(delivery(4, "claim", "another log", List.of()))
        .stores(delivery(4, "claim", "another log", chain(2)))
        .shows("m-0", "m-1");

    assertThat(node.crash().log.facts().logId()).hasValue("another log");
  }

  @Test
  void g8_nodeThatHoldsAMessageBeyondAGapKeepsItsLog() {
    node.stores(3, List.of(loose(5)));

    node.refuses(
        delivery(4, "claim", "another log", chain(2)),
        ProblemType.OTHER_LOG,
        "log_id",
        SecondaryNode.LOG);

    node.holds(5);
  }

  @Test
  void logThatWasReplacedIsEmptiedForTheOneThatReplacesIt() {
    node.stores(3, chain(3)).stores(3, List.of(loose(9)));
    List<LogEntry> fresh = chain(LogEntry.EMPTY_LOG_CHECKSUM, 0, 2, "fresh-");

    try (LogLines lines = LogLines.of(Replica.class)) {
      node.stores(replacing(3, fresh));

      assertThat(lines.at(Level.WARN))
          .containsExactly("WARN the log %s gives way to %s".formatted(SecondaryNode.LOG, FRESH));
    }
    node.shows("fresh-0", "fresh-1").holds();
    node.crash().shows("fresh-0", "fresh-1").holds();
    assertThat(node.log.facts().logId()).hasValue(FRESH);
    assertThat(node.log.find("id-2")).isEmpty();
  }

  @Test
  void logIsEmptiedByAnAnnouncementToo() {
    node.stores(3, chain(3));

    node.stores(replacing(3, List.of())).shows();

    assertThat(node.crash().log.length()).isZero();
  }

  @Test
  void logIsEmptiedOnlyOnce() {
    List<LogEntry> fresh = chain(LogEntry.EMPTY_LOG_CHECKSUM, 0, 2, "fresh-");
    node.stores(3, chain(3));
    node.stores(replacing(3, fresh.subList(0, 1)));

    node.stores(replacing(3, fresh)).shows("fresh-0", "fresh-1");
  }

  @Test
  void emptiedLogMayHoldAheadOfAGapAtOnce() {
    node.stores(3, chain(3)).stores(3, List.of(loose(9)));

    node.stores(replacing(4, List.of(loose(1)))).shows().holds(1);

    node.crash().shows().holds(1);
  }

  @Test
  void g7_olderMasterCannotReplaceTheLog() {
    node.stores(3, chain(3));

    node.refuses(replacing(2, List.of()), ProblemType.STALE_EPOCH, "epoch", 3L);

    node.shows("m-0", "m-1", "m-2");
  }

  @Test
  void logIsEmptiedForOneThatReplacedItAnyNumberOfEmptyingsLater() {
    node.stores(3, chain(3)).stores(3, List.of(loose(9)));
    String newest = SecondaryNode.LOG;
    for (int i = 0; i < 1_500; i++) {
      newest = LogId.afterEmptying(newest, "random " + i);
    }

    node.stores(delivery(3, "claim of 3", newest, chain(1))).shows("m-0").holds();

    assertThat(node.crash().log.facts().logId()).hasValue(newest);
  }

  @Test
  void g8_logThatReplacedAnotherIsNotGivenBackToTheMasterOfTheOld() {
    node.stores(3, chain(3)).stores(replacing(3, List.of())).shows();

    for (long epoch : new long[] {2, 3, 9}) {
      node.refuses(
          delivery(epoch, "claim", SecondaryNode.LOG, chain(3)),
          ProblemType.OTHER_LOG,
          "log_id",
          FRESH);
    }

    node.crash().shows();
    assertThat(node.log.facts().logId()).hasValue(FRESH);
  }

  @Test
  void g8_logThatReplacedAnotherIsNotGivenBackForAnAnnouncementEither() {
    node.stores(3, chain(3)).stores(replacing(3, List.of())).shows();

    node.refuses(
        delivery(9, "claim", SecondaryNode.LOG, List.of()), ProblemType.OTHER_LOG, "log_id", FRESH);

    assertThat(node.crash().log.facts().logId()).hasValue(FRESH);
  }

  // ---- an epoch belongs to a log ----

  @Test
  void g7_epochOfOneLogSaysNothingAboutAnother() {
    node.stores(delivery(3, "a", "A", List.of()));

    node.stores(delivery(1, "b", "B", List.of()));

    assertThat(node.crash().log.facts().writer()).isEqualTo(new Tail(1, "b"));
    node.stores(delivery(1, "b", "B", chain(1))).shows("m-0");
  }

  @Test
  void g7_whatWasPromisedForALogHoldsAgainOnceTheNodeReturnsToIt() {
    node.stores(delivery(3, "a", "A", List.of())).stores(delivery(1, "b", "B", List.of())).crash();

    node.refuses(delivery(2, "older", "A", List.of()), ProblemType.STALE_EPOCH, "epoch", 3L);
    node.refuses(delivery(3, "another", "A", List.of()), ProblemType.STALE_EPOCH, "epoch", 3L);

    node.stores(delivery(3, "a", "A", List.of()))
        .stores(delivery(3, "a", "A", chain(1)))
        .shows("m-0");
    assertThat(node.crash().log.facts().writer()).isEqualTo(new Tail(3, "a"));
  }

  @Test
  void g7_promiseForALogThatTheNodeLeftHoldsForTheLogsThatItReplacedToo() {
    String emptied = LogId.afterEmptying("A", "r");
    node.stores(delivery(3, "a", emptied, List.of())).stores(delivery(1, "b", "B", List.of()));

    node.refuses(delivery(2, "older", "A", List.of()), ProblemType.STALE_EPOCH, "epoch", 3L);

    node.stores(delivery(4, "newer", emptied, List.of()))
        .stores(delivery(4, "newer", emptied, chain(1)))
        .shows("m-0");
  }

  @Test
  void promisesForLogsThatTheNodeLeftAreBounded() {
    for (int i = 0; i < 3 * Promises.MAX; i++) {
      node.stores(delivery(3, "claim", "log " + i, List.of()));
    }

    assertThat(node.crash().log.metaUnder("")).hasSize(Promises.MAX);
    String last = "log " + (3 * Promises.MAX - 1);
    node.refuses(delivery(2, "older", last, List.of()), ProblemType.STALE_EPOCH, "epoch", 3L);
  }

  @Test
  void g7_beyondTheBoundTheNodeForgetsThePromiseOfTheLogThatItLeftFirst() {
    node.stores(delivery(3, "claim", "z: left first", List.of()));
    for (int i = 1; i < Promises.MAX; i++) {
      node.stores(delivery(3, "claim", "log " + i, List.of()));
    }
    node.stores(delivery(3, "claim", "a: left last", List.of()))
        .stores(delivery(3, "claim", "present", List.of()))
        .crash();

    for (String kept : List.of("a: left last", "log 1", "log " + (Promises.MAX - 1))) {
      node.refuses(delivery(2, "older", kept, List.of()), ProblemType.STALE_EPOCH, "epoch", 3L);
    }
    node.stores(delivery(2, "older", "z: left first", List.of()));
  }

  @Test
  void g7_nodeThatReturnsToALogForgetsNoPromiseForIt() {
    for (int i = 0; i <= Promises.MAX; i++) {
      node.stores(delivery(3, "claim", "log " + i, List.of()));
    }

    for (int i = 0; i < 5; i++) {
      node.stores(delivery(3, "claim", "log 50", List.of()))
          .stores(delivery(3, "claim", "log 60", List.of()));
    }

    for (int i = 0; i <= Promises.MAX; i++) {
      Delivery older = delivery(2, "older", "log " + i, List.of());
      node.refuses(older, ProblemType.STALE_EPOCH, "epoch", 3L);
    }
  }

  @Test
  void emptiedLogsOfOneLineageKeepOnePromise() {
    String log = SecondaryNode.LOG;
    for (int i = 0; i < 10; i++) {
      node.stores(delivery(3, "claim", log, chain(1)));
      log = LogId.afterEmptying(log, "r" + i);
    }

    assertThat(node.log.metaUnder("")).isEmpty();
    node.refuses(delivery(2, "older", log, List.of()), ProblemType.STALE_EPOCH, "epoch", 3L);
  }

  private static Delivery replacing(long epoch, List<LogEntry> entries) {
    return delivery(epoch, "claim of " + epoch, FRESH, entries);
  }

  private static Delivery delivery(long epoch, String claim, String log, List<LogEntry> entries) {
    return new Delivery(epoch, claim, log, entries);
  }
}
