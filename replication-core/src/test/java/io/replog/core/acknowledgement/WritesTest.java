package io.replog.core.acknowledgement;

import static io.replog.log.TestEntries.bytes;
import static io.replog.log.TestEntries.messages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.replog.core.acknowledgement.WriteOutcome.Abandoned;
import io.replog.core.acknowledgement.WriteOutcome.Conflict;
import io.replog.core.acknowledgement.WriteOutcome.Done;
import io.replog.core.acknowledgement.WriteOutcome.Impossible;
import io.replog.core.acknowledgement.WriteOutcome.Refused;
import io.replog.core.acknowledgement.WriteOutcome.TimedOut;
import io.replog.core.append.Appender;
import io.replog.core.append.Draft;
import io.replog.core.fakes.FakeMetrics;
import io.replog.core.mode.Mode;
import io.replog.log.DurableLog;
import io.replog.log.storage.MemoryStorage;
import io.replog.log.storage.MemoryStorage.Failure;
import io.replog.log.storage.Storage;
import io.replog.log.storage.StorageException;
import io.replog.model.ProblemType;
import io.replog.model.WriteConcern;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** How a write ends for the one who asked for it. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class WritesTest {

  private static final Optional<Duration> FOR_EVER = Optional.empty();
  private static final Optional<Duration> A_MOMENT = Optional.of(Duration.ofMillis(1));
  private static final WriteConcern ONE = new WriteConcern.Nodes(1);
  private static final int PLACES = 2;

  private final MemoryStorage storage = new MemoryStorage();
  private final DurableLog log = new DurableLog(storage);
  private final FakeSecondaries cluster = new FakeSecondaries(2, PLACES);
  private final List<Boolean> awaited = new CopyOnWriteArrayList<>();
  private final CountDownLatch release = new CountDownLatch(1);
  private volatile boolean quorum = true;
  private volatile Runnable committed = () -> {};
  private final Mode mode = new Mode(log::failure, () -> quorum);
  private final Appender appender =
      new Appender(
          log,
          mode,
          new Appender.Bounds(100, 1 << 20),
          this::committed,
          new FakeMetrics(),
          Thread::new);
  private final Writes writes =
      new Writes(appender, log, cluster.acknowledgements, cluster.pending);

  private void committed(boolean isAwaited) {
    awaited.add(isAwaited);
    committed.run();
  }

  @BeforeEach
  void begin() {
    mode.recovered();
    appender.start();
  }

  @AfterEach
  void end() {
    release.countDown();
    cluster.pending.abandon();
    appender.close();
  }

  @Test
  void repeatWhoseConcernIsMetIsAnsweredThoughNoPlaceIsFree() {
    write("a", "x", ONE, FOR_EVER);
    cluster.acked(0, 1);
    writing("b", WriteConcern.ALL);
    writing("c", WriteConcern.ALL);
    awaitWaiting(PLACES);

    assertThat(write("a", "x", WriteConcern.MAJORITY, FOR_EVER)).isInstanceOf(Done.class);
    assertThat(write("a", "y", WriteConcern.MAJORITY, FOR_EVER)).isInstanceOf(Conflict.class);
    assertThat(write("a", "x", WriteConcern.ALL, FOR_EVER)).isInstanceOf(Refused.class);
  }

  @Test
  void repeatOfAnAwaitedBatchOrOfAMessageOfItTakesNoOtherPlace() {
    List<Draft> batch = List.of(draft("a", "x"), draft("b", "x"), draft("c", "x"));
    List<CompletableFuture<WriteOutcome>> waiting = new ArrayList<>();
    for (int round = 1; round <= 2; round++) {
      waiting.add(writes.write(batch, WriteConcern.ALL, FOR_EVER));
      awaitWaiting(waiting.size());
      for (Draft one : batch) {
        waiting.add(writes.write(List.of(one), WriteConcern.ALL, FOR_EVER));
        awaitWaiting(waiting.size());
      }
      if (round == 1) {
        waiting.add(writing("d", WriteConcern.ALL));
        awaitWaiting(waiting.size());
        assertThat(cluster.pending.reserve()).as("two are taken").isFalse();
      }
    }

    cluster.acked(0, 4);
    cluster.acked(1, 4);
    assertThat(waiting).allSatisfy(each -> assertThat(each.join()).isInstanceOf(Done.class));
    for (int i = 0; i < PLACES; i++) {
      assertThat(cluster.pending.reserve()).as("all are given back").isTrue();
    }
    assertThat(cluster.pending.reserve()).isFalse();
  }

  @Test
  void failureToLookUpARepeatFailsItsFuture() {
    InvocationHandler damaged =
        (proxy, method, arguments) -> {
          if (method.getName().equals("orderOf")) {
            throw new StorageException("damaged");
          }
          return method.invoke(storage, arguments);
        };
    DurableLog unreadable =
        new DurableLog(
            (Storage)
                Proxy.newProxyInstance(
                    getClass().getClassLoader(), new Class<?>[] {Storage.class}, damaged));
    Writes reading = new Writes(appender, unreadable, cluster.acknowledgements, cluster.pending);
    writing("a", WriteConcern.ALL);
    writing("b", WriteConcern.ALL);
    awaitWaiting(PLACES);

    assertThat(reading.write(List.of(draft("a", "x")), WriteConcern.ALL, FOR_EVER))
        .failsWithin(Duration.ZERO)
        .withThrowableThat()
        .withCauseInstanceOf(StorageException.class);
  }

  @Test
  void doneSaysWhatWasAskedForAndWhoHoldsIt() {
    CompletableFuture<WriteOutcome> writing = writing("a", WriteConcern.MAJORITY);
    awaitWaiting(1);

    cluster.acked(1, 1);

    Done done = (Done) writing.join();
    assertThat(done.w()).isEqualTo(2);
    assertThat(done.acks()).containsExactly("master", "s2");
    assertThat(done.stored().lastOrder()).isZero();
  }

  @Test
  void duplicateWaitsForItsOwnConcern() {
    write("a", "x", ONE, FOR_EVER);

    TimedOut again = (TimedOut) write("a", "x", WriteConcern.ALL, A_MOMENT);

    assertThat(again.stored().duplicates()).isEqualTo(1);
    assertThat(again.w()).isEqualTo(3);
    cluster.acked(0, 1);
    cluster.acked(1, 1);
    assertThat(write("a", "x", WriteConcern.ALL, FOR_EVER)).isInstanceOf(Done.class);
    assertThat(log.length()).isEqualTo(1);
  }

  @Test
  void timeoutMeansStoredAndStillBeingDelivered() {
    cluster.acked(0, 1);

    TimedOut late = (TimedOut) write("a", "x", WriteConcern.ALL, A_MOMENT);

    assertThat(late.acks()).containsExactly("master", "s1");
    assertThat(messages(log)).containsExactly("x");
  }

  @Test
  void batchIsDoneOnceItsLastMessageIs() {
    cluster.acked(0, 1);
    List<Draft> two = List.of(draft("a", "x"), draft("b", "y"));

    assertThat(writes.write(two, WriteConcern.MAJORITY, A_MOMENT).join())
        .isInstanceOf(TimedOut.class);

    cluster.acked(0, 2);
    assertThat(writes.write(two, WriteConcern.MAJORITY, FOR_EVER).join()).isInstanceOf(Done.class);
  }

  @Test
  void moreNodesThanThereAreIsImpossibleAndNothingIsStored() {
    assertThat(write("a", "x", new WriteConcern.Nodes(4), FOR_EVER)).isEqualTo(new Impossible(3));

    assertThat(log.length()).isZero();
  }

  @Test
  void conflictNamesTheOrderThatIsTaken() {
    write("a", "x", ONE, FOR_EVER);

    assertThat(write("a", "y", ONE, FOR_EVER)).isEqualTo(new Conflict("a", 0));
  }

  @Test
  void refusalOfTheGateIsPassedOn() {
    quorum = false;

    assertThat(write("a", "x", ONE, FOR_EVER)).isEqualTo(new Refused(mode.closed().orElseThrow()));
    assertThat(write("a", "x", WriteConcern.ALL, FOR_EVER))
        .isEqualTo(new Refused(mode.closed().orElseThrow()));
    assertThat(log.length()).isZero();
  }

  @Test
  void failureOfTheDiskReachesTheWriterAsItself() {
    storage.failNext(Failure.BEFORE_APPLYING);

    assertThatThrownBy(() -> write("a", "x", ONE, FOR_EVER))
        .hasCauseInstanceOf(StorageException.class);
  }

  @Test
  void moreWritersThanThereArePlacesAreRefusedAndStoreNothing() {
    CompletableFuture<WriteOutcome> first = writing("a", WriteConcern.ALL);
    CompletableFuture<WriteOutcome> second = writing("b", WriteConcern.ALL);
    awaitWaiting(PLACES);

    Refused refused = (Refused) write("c", "x", WriteConcern.MAJORITY, FOR_EVER);

    assertThat(refused.problem().type()).isEqualTo(ProblemType.OVERLOADED);
    assertThat(log.length()).isEqualTo(PLACES);
    cluster.acked(0, 2);
    cluster.acked(1, 2);
    first.join();
    second.join();
    assertThat(write("c", "x", WriteConcern.MAJORITY, A_MOMENT))
        .as("places are given back")
        .isInstanceOf(TimedOut.class);
  }

  @Test
  void placeIsGivenBackHoweverAWriteEnds() {
    for (int i = 0; i < PLACES + 1; i++) {
      assertThat(write("a" + i, "x", new WriteConcern.Nodes(9), FOR_EVER))
          .isInstanceOf(Impossible.class);
      assertThat(write("a" + i, "x", WriteConcern.ALL, A_MOMENT)).isInstanceOf(TimedOut.class);
    }
    quorum = false;
    for (int i = 0; i < PLACES + 1; i++) {
      assertThat(((Refused) write("b", "x", WriteConcern.ALL, FOR_EVER)).problem().type())
          .isEqualTo(ProblemType.NO_QUORUM);
    }
    quorum = true;
    for (int i = 0; i < PLACES + 1; i++) {
      assertThat(write("a0", "y", WriteConcern.ALL, FOR_EVER)).isInstanceOf(Conflict.class);
    }
    storage.failNext(Failure.BEFORE_APPLYING);
    assertThatThrownBy(() -> write("b", "x", WriteConcern.ALL, FOR_EVER))
        .hasCauseInstanceOf(StorageException.class);
    for (int i = 0; i < PLACES; i++) {
      assertThat(cluster.pending.reserve()).isTrue();
    }
  }

  @Test
  void writeThatTheAppendMeetsNeedsNoPlace() {
    writing("a", WriteConcern.ALL);
    writing("b", WriteConcern.ALL);
    awaitWaiting(PLACES);

    assertThat(write("c", "x", ONE, FOR_EVER)).isInstanceOf(Done.class);
    assertThat(write("c", "x", ONE, FOR_EVER)).isInstanceOf(Done.class);

    assertThat(messages(log)).hasSize(PLACES + 1);
  }

  @Test
  void masterAloneWaitsForNobodyWhateverIsAskedFor() {
    FakeSecondaries none = new FakeSecondaries(0, 1);
    Writes alone = new Writes(appender, log, none.acknowledgements, none.pending);
    assertThat(none.pending.reserve()).isTrue();

    for (WriteConcern any : List.of(ONE, WriteConcern.MAJORITY, WriteConcern.ALL)) {
      assertThat(alone.write(List.of(draft("a", "x")), any, FOR_EVER).join())
          .isInstanceOf(Done.class);
    }
  }

  @Test
  void repeatsOfOneIdShareOnePlace() {
    List<CompletableFuture<WriteOutcome>> repeats = new ArrayList<>();
    for (int i = 1; i <= 5; i++) {
      repeats.add(writing("a", WriteConcern.ALL));
      awaitWaiting(i);
    }

    CompletableFuture<WriteOutcome> another = writing("b", WriteConcern.ALL);
    awaitWaiting(6);

    assertThat(((Refused) write("c", "x", WriteConcern.ALL, FOR_EVER)).problem().type())
        .isEqualTo(ProblemType.OVERLOADED);
    cluster.acked(0, 2);
    cluster.acked(1, 2);
    assertThat(repeats).allSatisfy(each -> assertThat(each.join()).isInstanceOf(Done.class));
    assertThat(another.join()).isInstanceOf(Done.class);
    assertThat(log.length()).isEqualTo(2);
  }

  @Test
  void repeatOfAMessageThatIsAwaitedMayJoinAFullHouseAndNoOtherMay() {
    write("known", "x", ONE, FOR_EVER);
    writing("a", WriteConcern.ALL);
    writing("b", WriteConcern.ALL);
    awaitWaiting(PLACES);

    CompletableFuture<WriteOutcome> joining = writing("b", WriteConcern.MAJORITY);
    awaitWaiting(PLACES + 1);

    assertThat(write("known", "x", WriteConcern.ALL, FOR_EVER)).isInstanceOf(Refused.class);
    assertThat(write("new", "x", WriteConcern.ALL, FOR_EVER)).isInstanceOf(Refused.class);
    assertThat(
            writes
                .write(List.of(draft("a", "x"), draft("new", "x")), WriteConcern.ALL, FOR_EVER)
                .join())
        .as("a batch with a new message needs a place of its own")
        .isInstanceOf(Refused.class);
    assertThat(log.length()).isEqualTo(3);
    cluster.acked(0, 3);
    assertThat(joining.join()).isInstanceOf(Done.class);
  }

  @Test
  void writerThatGoesAwayFreesItsPlaceAndItsMessageStays() {
    for (int i = 0; i < 3 * PLACES; i++) {
      CompletableFuture<WriteOutcome> gone = writing("a" + i, WriteConcern.ALL);
      awaitWaiting(1);

      gone.cancel(true);

      assertThat(cluster.pending.count()).isZero();
    }
    assertThat(log.length()).isEqualTo(3 * PLACES);
  }

  @Test
  void writerThatGoesAwayBeforeItsMessageIsStoredFreesItsPlaceAndItsMessageStays() {
    appender.exclusively(this::block);
    CompletableFuture<WriteOutcome> gone = writing("a", WriteConcern.ALL);
    CompletableFuture<WriteOutcome> stays = writing("b", WriteConcern.ALL);

    gone.cancel(true);
    assertThat(((Refused) write("c", "x", WriteConcern.ALL, FOR_EVER)).problem().type())
        .isEqualTo(ProblemType.OVERLOADED);
    release.countDown();

    awaitWaiting(1);
    assertThat(messages(log)).hasSize(2);
    assertThat(stays).isNotDone();
    writing("c", WriteConcern.ALL);
    awaitWaiting(2);
  }

  @Test
  void g7_writeThatIsStoredAsItsMasterIsFencedIsNotToldDoneNotEvenWithOneNode() {
    mode.onEnd(cluster::end);
    committed = () -> mode.fence(9);

    assertThat(write("a", "x", ONE, FOR_EVER)).isInstanceOf(Abandoned.class);

    assertThat(((Refused) write("b", "x", ONE, FOR_EVER)).problem().type())
        .isEqualTo(ProblemType.FENCED);
  }

  @Test
  void failureThatNobodyForesawIsAnUnknownOutcomeAndFreesThePlace() {
    committed =
        () -> {
          throw new AssertionError("broken");
        };

    assertThat(write("a", "x", WriteConcern.ALL, FOR_EVER))
        .isInstanceOf(WriteOutcome.Unknown.class);

    for (int i = 0; i < PLACES + 1; i++) {
      assertThat(((Refused) write("b", "x", WriteConcern.ALL, FOR_EVER)).problem().type())
          .isEqualTo(ProblemType.BROKEN);
    }
  }

  @Test
  void g7_waitingWriterOfAMasterThatMayNotSpeakAnyMoreIsNeverToldDone() {
    CompletableFuture<WriteOutcome> writing = writing("a", WriteConcern.ALL);
    awaitWaiting(1);

    cluster.end();

    Abandoned abandoned = (Abandoned) writing.join();
    assertThat(abandoned.acks()).containsExactly("master");
    assertThat(abandoned.stored().lastOrder()).isZero();
  }

  @Test
  void onlyAWriterWhoAsksForFurtherNodesIsSaidToWaitForThem() {
    cluster.acked(0, 3);

    write("a", "x", ONE, FOR_EVER);
    write("b", "x", WriteConcern.MAJORITY, FOR_EVER);
    write("c", "x", ONE, FOR_EVER);

    assertThat(awaited).containsExactly(false, true, false);
  }

  private WriteOutcome write(
      String id, String message, WriteConcern concern, Optional<Duration> timeout) {
    return writes.write(List.of(draft(id, message)), concern, timeout).join();
  }

  private CompletableFuture<WriteOutcome> writing(String id, WriteConcern concern) {
    return writes.write(List.of(draft(id, "x")), concern, FOR_EVER);
  }

  private void awaitWaiting(int count) {
    await().until(() -> cluster.pending.count() == count);
  }

  private static Draft draft(String id, String message) {
    return new Draft(Optional.of(id), bytes(message));
  }

  private void block() {
    try {
      release.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
