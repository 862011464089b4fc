package io.replog.core.replica;

import static io.replog.log.TestEntries.chain;
import static io.replog.log.TestEntries.loose;
import static org.assertj.core.api.Assertions.assertThat;

import io.replog.core.replica.DeliveryOutcome.Refused;
import io.replog.log.LogIdentity;
import io.replog.model.Delivery;
import io.replog.model.LogEntry;
import io.replog.model.ProblemType;
import io.replog.model.Tail;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Whose deliveries a secondary takes: G7, and of which log. */
class FencingTest {

  private final SecondaryNode node = new SecondaryNode();

  @Test
  void firstDeliverySaysWhichLogThisIs() {
    node.stores(3, chain(1));

    LogIdentity expected =
        new LogIdentity(Optional.of(SecondaryNode.LOG), 3, "claim of 3", new Tail(3, "claim of 3"));
    assertThat(node.log.identity()).isEqualTo(expected);
    assertThat(node.crash().log.identity()).isEqualTo(expected);
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
  void g7_newerMasterIsRememberedByAGreetingAlone() {
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
    assertThat(node.crash().log.identity().epoch()).isEqualTo(4);
    node.shows("m-0", "m-1", "m-2");
  }

  @Test
  void g7_deliveryThatIsRefusedBringsNoNewEpoch() {
    node.stores(3, chain(2));

    node.refuses(9, List.of(ReplicaTest.other(1)), ProblemType.ORDER_CONFLICT, "order", 1L);

    assertThat(node.log.identity().epoch()).isEqualTo(3);
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
    assertThat(node.log.identity().tail()).isEqualTo(new Tail(3, "claim of 3"));

    node.stores(5, chain(2).subList(1, 2));
    assertThat(node.crash().log.identity().tail()).isEqualTo(new Tail(5, "claim of 5"));

    node.stores(6, List.of(loose(7)));
    assertThat(node.crash().log.identity().tail()).isEqualTo(new Tail(6, "claim of 6"));
  }

  @Test
  void deliveryThatDoesNotNameItsMasterIsTakenForOneOfTheMasterThatIsKnown() {
    node.stores(3, chain(2))
        .stores(new Delivery(3, "", SecondaryNode.LOG, List.of(), List.of(loose(2))));

    assertThat(node.log.identity().tail()).isEqualTo(new Tail(3, "claim of 3"));
  }

  @Test
  void logThatWasEmptiedHasNoTail() {
    node.stores(3, chain(2))
        .stores(new Delivery(4, "claim", "another log", List.of(SecondaryNode.LOG), List.of()));

    assertThat(node.crash().log.identity().tail()).isEqualTo(Tail.NONE);
  }

  @Test
  void deliveryThatEmptiesTheLogAndFillsItMarksTheTailEvenIfItsMasterWroteThereBefore() {
    node.stores(3, chain(2))
        .stores(new Delivery(3, "claim of 3", "another log", List.of(SecondaryNode.LOG), chain(1)));

    assertThat(node.crash().log.identity().tail()).isEqualTo(new Tail(3, "claim of 3"));
  }

  @Test
  void refusedDeliveryLeavesTheTailAsItWas() {
    node.stores(3, chain(2));

    assertThat(node.accept(4, List.of(ReplicaTest.other(1)))).isInstanceOf(Refused.class);

    assertThat(node.crash().log.identity().tail()).isEqualTo(new Tail(3, "claim of 3"));
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
  void nodeThatHoldsNoMessageTakesUpAnyLog() {
    node.stores(3, List.of());

    node.stores(delivery(4, "claim", "another log", chain(2))).shows("m-0", "m-1");

    assertThat(node.crash().log.identity().logId()).hasValue("another log");
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

    node.stores(replacing(3, List.of("older still", SecondaryNode.LOG), fresh));

    node.shows("fresh-0", "fresh-1").holds();
    node.crash().shows("fresh-0", "fresh-1").holds();
    assertThat(node.log.identity().logId()).hasValue("fresh log");
    assertThat(node.log.find("id-2")).isEmpty();
    assertThat(node.events).contains("emptied " + SecondaryNode.LOG);
  }

  @Test
  void logIsEmptiedByAGreetingToo() {
    node.stores(3, chain(3));

    node.stores(replacing(3, List.of(SecondaryNode.LOG), List.of())).shows();

    assertThat(node.crash().log.length()).isZero();
  }

  @Test
  void logIsEmptiedOnlyOnce() {
    List<LogEntry> fresh = chain(LogEntry.EMPTY_LOG_CHECKSUM, 0, 2, "fresh-");
    node.stores(3, chain(3));
    node.stores(replacing(3, List.of(SecondaryNode.LOG), fresh.subList(0, 1)));

    node.stores(replacing(3, List.of(SecondaryNode.LOG), fresh)).shows("fresh-0", "fresh-1");
  }

  @Test
  void emptiedLogMayHoldAheadOfAGapAtOnce() {
    node.stores(3, chain(3)).stores(3, List.of(loose(9)));

    node.stores(replacing(4, List.of(SecondaryNode.LOG), List.of(loose(1)))).shows().holds(1);

    node.crash().shows().holds(1);
  }

  @Test
  void g7_olderMasterCannotReplaceTheLog() {
    node.stores(3, chain(3));

    node.refuses(
        replacing(2, List.of(SecondaryNode.LOG), List.of()), ProblemType.STALE_EPOCH, "epoch", 3L);

    node.shows("m-0", "m-1", "m-2");
  }

  private static Delivery replacing(long epoch, List<String> replaced, List<LogEntry> entries) {
    return new Delivery(epoch, "claim of " + epoch, "fresh log", replaced, entries);
  }

  private static Delivery delivery(long epoch, String claim, String log, List<LogEntry> entries) {
    return new Delivery(epoch, claim, log, List.of(), entries);
  }
}
