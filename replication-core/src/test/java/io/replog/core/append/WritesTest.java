package io.replog.core.append;

import static io.replog.log.TestEntries.bytes;
import static io.replog.log.TestEntries.messages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.replog.core.append.WriteOutcome.Abandoned;
import io.replog.core.append.WriteOutcome.Conflict;
import io.replog.core.append.WriteOutcome.Done;
import io.replog.core.append.WriteOutcome.Impossible;
import io.replog.core.append.WriteOutcome.Refused;
import io.replog.core.append.WriteOutcome.TimedOut;
import io.replog.log.DurableLog;
import io.replog.log.storage.MemoryStorage;
import io.replog.log.storage.MemoryStorage.Failure;
import io.replog.log.storage.StorageException;
import io.replog.model.LogEntry;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import io.replog.model.WriteConcern;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
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
  private final FakeSecondaries cluster = new FakeSecondaries(2);
  private final List<Boolean> awaited = new CopyOnWriteArrayList<>();
  private volatile Optional<Problem> closedFor = Optional.empty();
  private final Appender appender =
      new Appender(
          log, () -> closedFor, new Appender.Bounds(100, 1 << 20), awaited::add, new Silent());
  private final Writes writes =
      new Writes(appender, cluster.acknowledgements, cluster.pending, PLACES);

  @AfterEach
  void end() {
    cluster.pending.abandon();
    appender.close();
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
    Problem problem = Problem.of(ProblemType.NO_QUORUM, "too few");
    closedFor = Optional.of(problem);

    assertThat(write("a", "x", ONE, FOR_EVER)).isEqualTo(new Refused(problem));
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

    Refused refused = (Refused) write("c", "x", ONE, FOR_EVER);

    assertThat(refused.problem().type()).isEqualTo(ProblemType.OVERLOADED);
    assertThat(log.length()).isEqualTo(PLACES);
    cluster.acked(0, 2);
    cluster.acked(1, 2);
    first.join();
    second.join();
    assertThat(write("c", "x", ONE, FOR_EVER)).as("places are given back").isInstanceOf(Done.class);
  }

  @Test
  void placeIsGivenBackHoweverAWriteEnds() {
    for (int i = 0; i < PLACES + 1; i++) {
      assertThat(write("a" + i, "x", new WriteConcern.Nodes(9), FOR_EVER))
          .isInstanceOf(Impossible.class);
      assertThat(write("a" + i, "x", WriteConcern.ALL, A_MOMENT)).isInstanceOf(TimedOut.class);
    }
    storage.failNext(Failure.BEFORE_APPLYING);
    for (int i = 0; i < PLACES + 1; i++) {
      assertThatThrownBy(() -> write("b", "x", ONE, FOR_EVER))
          .hasCauseInstanceOf(StorageException.class);
    }
  }

  @Test
  void g7_waitingWriterOfAMasterThatMayNotSpeakAnyMoreIsNeverToldDone() {
    CompletableFuture<WriteOutcome> writing = writing("a", WriteConcern.ALL);
    awaitWaiting(1);

    cluster.pending.abandon();

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

  private static final class Silent implements AppendEvents {
    @Override
    public void stored(List<LogEntry> entries, int requests, long nanos) {}

    @Override
    public void storageFailed(int requests, String reason) {}
  }
}
