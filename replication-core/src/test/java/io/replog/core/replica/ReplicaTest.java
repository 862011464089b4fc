package io.replog.core.replica;

import static io.replog.log.TestEntries.bytes;
import static io.replog.log.TestEntries.chain;
import static io.replog.log.TestEntries.loose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.STRING;
import static org.awaitility.Awaitility.await;

import io.replog.core.fakes.LogLines;
import io.replog.core.report.ReplicaMetrics;
import io.replog.log.DurableLog;
import io.replog.log.GapBuffer;
import io.replog.log.storage.MemoryStorage.Failure;
import io.replog.log.storage.Storage;
import io.replog.log.storage.StorageException;
import io.replog.model.Delivery;
import io.replog.model.LogEntry;
import io.replog.model.LogId;
import io.replog.model.MintedId;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which messages a secondary shows, holds back and refuses, whatever arrives. */
class ReplicaTest {

  private final SecondaryNode node = new SecondaryNode();

  @Test
  void statusIsOneOfALogThatIsEmptiedMeanwhile() {
    node.stores(1, chain(3));
    String fresh = LogId.afterEmptying(SecondaryNode.LOG, "random");
    List<Thread> emptying = new ArrayList<>();
    AtomicReference<Replica> replica = new AtomicReference<>();
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          if (method.getName().equals("entry") && replica.get() != null && emptying.isEmpty()) {
            Delivery announcement = new Delivery(2, "claim of 2", fresh, List.of());
            emptying.add(Thread.startVirtualThread(() -> replica.get().accept(announcement)));
            await().until(() -> emptying.getFirst().getState() != Thread.State.RUNNABLE);
          }
          return method.invoke(node.storage, arguments);
        };
    Class<?>[] port = {Storage.class};
    Storage storage = (Storage) Proxy.newProxyInstance(getClass().getClassLoader(), port, handler);
    replica.set(
        new Replica(new DurableLog(storage), new GapBuffer(storage, 4, 1000), new NoMetrics()));

    assertThat(replica.get().status("s1", "run", OptionalLong.empty()).messages()).isEqualTo(3);

    await().until(() -> !emptying.getFirst().isAlive());
    assertThat(replica.get().status("s1", "run", OptionalLong.empty()).messages()).isZero();
  }

  @Test
  void refusedAnnouncementIsCalledSo() {
    node.stores(5, chain(1));
    try (LogLines lines = LogLines.of(Replica.class)) {
      node.accept(4, List.of());

      assertThat(lines.all()).singleElement(STRING).contains("refused the announcement of epoch 4");
    }
  }

  private static final class NoMetrics implements ReplicaMetrics {
    @Override
    public void stored(int messages, long appended, long nanos) {}

    @Override
    public void refused(Problem problem) {}
  }

  @Test
  void messagesInOrderAreShownAtOnce() {
    node.stores(1, chain(2)).shows("m-0", "m-1").holds();
    node.stores(1, chain(3).subList(2, 3)).shows("m-0", "m-1", "m-2").holds();
    assertThat(node.lastStored()).isEqualTo(new DeliveryOutcome.Stored(1, 3, 0));
  }

  @Test
  void deliveryOfNothingIsAcknowledgedWithThePrefix() {
    node.stores(1, chain(2));

    node.stores(1, List.of()).shows("m-0", "m-1");

    assertThat(node.lastStored()).isEqualTo(new DeliveryOutcome.Stored(0, 2, 0));
  }

  @Test
  void g3_whatIsAheadOfAGapStaysInvisibleUntilTheGapClosesAndThenAllShowsAtOnce() {
    List<LogEntry> entries = chain(5);
    node.stores(1, List.of(entries.get(4), entries.get(2))).shows().holds(2, 4);
    node.stores(1, List.of(entries.get(3))).shows().holds(2, 3, 4);
    node.stores(1, List.of(entries.get(0))).shows("m-0").holds(2, 3, 4);
    assertThat(node.log.find("id-2")).as("not even by its id").isEmpty();

    node.stores(1, List.of(entries.get(1))).shows("m-0", "m-1", "m-2", "m-3", "m-4").holds();

    assertThat(node.lastStored()).isEqualTo(new DeliveryOutcome.Stored(4, 5, 0));
  }

  @Test
  void g3_gapThatClosesInPartShowsOnlyThatPart() {
    List<LogEntry> entries = chain(5);
    node.stores(1, List.of(entries.get(4), entries.get(1)));

    node.stores(1, List.of(entries.get(0))).shows("m-0", "m-1").holds(4);
  }

  @Test
  void entriesOfOneDeliveryMayComeInAnyOrderAndTwice() {
    List<LogEntry> entries = chain(3);

    node.stores(
            1,
            List.of(entries.get(2), entries.get(0), entries.get(2), entries.get(1), entries.get(0)))
        .shows("m-0", "m-1", "m-2")
        .holds();
  }

  @Test
  void g4_repeatedDeliveryChangesNothingAndIsAcknowledged() {
    node.stores(1, chain(3)).stores(1, List.of(loose(7)));
    int commits = node.storage.commits();

    node.stores(1, chain(3)).stores(1, chain(2)).stores(1, List.of(loose(7)));

    assertThat(node.lastStored()).isEqualTo(new DeliveryOutcome.Stored(0, 3, 1));
    assertThat(node.storage.commits()).isEqualTo(commits);
  }

  @Test
  void g4_repetitionThatBringsSomethingNewStoresOnlyThat() {
    node.stores(1, chain(3)).stores(1, chain(5)).shows("m-0", "m-1", "m-2", "m-3", "m-4");

    assertThat(node.lastStored().appended()).isEqualTo(2);
  }

  @Test
  void g1_acknowledgedMeansOnTheDisk() {
    node.stores(1, chain(3)).stores(1, List.of(loose(5), loose(7)));

    node.crash().shows("m-0", "m-1", "m-2").holds(5, 7);

    node.stores(1, chain(7).subList(3, 5)).shows("m-0", "m-1", "m-2", "m-3", "m-4", "m-5").holds(7);
  }

  @ParameterizedTest
  @EnumSource
  void g1_deliveryThatTheDiskRefusedIsNotAcknowledgedAndShowsNothing(Failure how) {
    node.stores(1, chain(2)).stores(1, List.of(loose(4)));
    node.storage.failNext(how);

    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> node.accept(1, chain(4).subList(2, 4)))
          .isInstanceOf(StorageException.class);
      node.shows("m-0", "m-1").holds(4);
    }

    node.crash();
    node.stores(1, chain(4)).shows("m-0", "m-1", "m-2", "m-3", "m-4").holds();
  }

  @Test
  void g8_anotherMessageAtAVisibleOrderIsRefusedAndNothingChanges() {
    node.stores(1, chain(3)).stores(1, List.of(loose(6)));

    node.refuses(1, List.of(other(1), loose(8)), ProblemType.ORDER_CONFLICT, "order", 1L);
    node.refuses(1, List.of(loose(3), other(1)), ProblemType.ORDER_CONFLICT, "order", 1L);

    node.shows("m-0", "m-1", "m-2").holds(6).crash().shows("m-0", "m-1", "m-2").holds(6);
  }

  @Test
  void g8_anotherMessageAtAHeldOrderIsRefusedAndNothingChanges() {
    node.stores(1, chain(3)).stores(1, List.of(loose(6)));

    node.refuses(1, List.of(other(6)), ProblemType.ORDER_CONFLICT, "order", 6L);
    node.refuses(1, List.of(loose(3), loose(5), other(6)), ProblemType.ORDER_CONFLICT, "order", 6L);

    node.shows("m-0", "m-1", "m-2").holds(6).crash().shows("m-0", "m-1", "m-2").holds(6);
    assertThat(node.storage.heldEntry(6).orElseThrow().message()).isEqualTo("m-6");
  }

  @Test
  void g8_twoMessagesAtOneOrderInOneDeliveryAreRefused() {
    node.refuses(1, List.of(loose(0), other(0)), ProblemType.ORDER_CONFLICT, "order", 0L);
    node.refuses(1, List.of(loose(4), other(4)), ProblemType.ORDER_CONFLICT, "order", 4L);

    node.shows().holds();
    assertThat(node.storage.commits()).isZero();
  }

  @Test
  void g8_sameTextUnderAnotherIdIsAnotherMessage() {
    node.stores(1, chain(1));

    LogEntry sameText = LogEntry.unchained(0, bytes("another id"), bytes("m-0"));

    node.refuses(1, List.of(sameText), ProblemType.ORDER_CONFLICT, "order", 0L);
  }

  @Test
  void g8_entryOfAnotherHistoryIsRefusedAsDivergedThoughItsMessageIsTheSame() {
    node.stores(1, chain(3));
    List<LogEntry> otherHistory = chain(99, 0, 4, "m-");

    node.refuses(1, otherHistory.subList(1, 2), ProblemType.DIVERGED, "order", 1L);
    node.refuses(1, otherHistory.subList(3, 4), ProblemType.DIVERGED, "order", 3L);

    node.shows("m-0", "m-1", "m-2").holds();
  }

  @Test
  void g8_heldEntryOfAnotherHistoryIsRefusedAsDivergedWhenTheGapCloses() {
    List<LogEntry> otherHistory = chain(99, 0, 2, "m-");
    node.stores(1, otherHistory.subList(1, 2)).holds(1);

    node.refuses(1, chain(1), ProblemType.DIVERGED, "order", 1L);

    node.shows().holds(1);
  }

  @Test
  void entryWithoutChecksumGetsTheOneOfItsPlace() {
    node.stores(1, List.of(loose(1), loose(0))).stores(1, List.of(loose(2)));

    assertThat(node.log.checksum()).isEqualTo(chain(3).getLast().checksum());
    node.stores(1, chain(4)).shows("m-0", "m-1", "m-2", "m-3");
  }

  @Test
  void g4_idThatStandsAtAnotherOrderIsRefused() {
    node.stores(1, chain(2));
    LogEntry again = LogEntry.unchained(2, bytes("id-0"), bytes("m-0"));

    node.refuses(1, List.of(again), ProblemType.ID_CONFLICT, "order", 0L);

    node.shows("m-0", "m-1");
  }

  @Test
  void g4_idThatComesTwiceInOneDeliveryIsRefused() {
    LogEntry first = LogEntry.unchained(0, bytes("id"), bytes("m"));
    LogEntry second = LogEntry.unchained(1, bytes("id"), bytes("m"));

    assertThat(node.accept(1, List.of(first, second)))
        .isInstanceOfSatisfying(
            DeliveryOutcome.Refused.class,
            refused -> assertThat(refused.problem().type()).isEqualTo(ProblemType.ID_CONFLICT));
    node.shows();
  }

  @Test
  void g4_mintedIdStandsOnlyWhereItSays() {
    String minted = MintedId.of(0, 1_795_000_000_000L, 1);
    node.stores(1, List.of(LogEntry.unchained(0, bytes(minted), bytes("m"))));

    LogEntry elsewhere = LogEntry.unchained(1, bytes(minted), bytes("m"));

    node.refuses(1, List.of(elsewhere), ProblemType.ID_CONFLICT, "order", 0L);
  }

  @Test
  void heldMessagesAreBoundedInNumber() {
    node.stores(1, List.of(loose(5), loose(6))).stores(1, List.of(loose(7), loose(8)));

    node.refusesAsOverloaded(1, List.of(loose(9)));
    node.refusesAsOverloaded(1, List.of(loose(0), loose(9)));

    node.shows().holds(5, 6, 7, 8);
  }

  @Test
  void heldMessagesAreBoundedInBytes() {
    byte[] large = new byte[SecondaryNode.MAX_HELD_BYTES];

    node.refusesAsOverloaded(1, List.of(LogEntry.unchained(5, bytes("id"), large)));

    node.shows().holds();
  }

  @Test
  void fullGapBufferStillTakesWhatClosesTheGap() {
    node.stores(1, List.of(loose(1), loose(2), loose(3), loose(4)));

    node.stores(1, List.of(loose(0))).shows("m-0", "m-1", "m-2", "m-3", "m-4").holds();
    node.stores(1, List.of(loose(6), loose(7), loose(8), loose(9))).holds(6, 7, 8, 9);
  }

  @Test
  void boundOfHeldMessagesCountsThoseFromBeforeARestart() {
    node.stores(1, List.of(loose(5), loose(6), loose(7))).crash();

    node.refusesAsOverloaded(1, List.of(loose(8), loose(9)));
    node.stores(1, List.of(loose(8))).holds(5, 6, 7, 8);
  }

  @Test
  void metricsTellWhatWasStoredAndRefused() {
    node.stores(1, chain(2)).stores(1, chain(3));
    node.refuses(1, List.of(other(1)), ProblemType.ORDER_CONFLICT, "order", 1L);

    assertThat(node.events)
        .containsExactly("stored 2, appended 2", "stored 3, appended 1", "refused order-conflict");
  }

  @Test
  void commitOfOneDeliveryIsOne() {
    List<LogEntry> entries = chain(6);
    node.stores(1, List.of(entries.get(1), entries.get(2)));
    int commits = node.storage.commits();

    node.stores(2, List.of(entries.get(0), entries.get(1), entries.get(2), entries.get(5)));

    assertThat(node.storage.commits()).isEqualTo(commits + 1);
    node.crash().shows("m-0", "m-1", "m-2").holds(5);
    assertThat(node.log.facts().epoch()).isEqualTo(2);
  }

  static LogEntry other(long order) {
    return LogEntry.unchained(order, bytes("other-" + order), bytes("another message"));
  }
}
