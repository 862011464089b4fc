package io.replog.core.append;

import static io.replog.log.TestEntries.bytes;
import static io.replog.log.TestEntries.messages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.replog.core.append.AppendOutcome.Conflict;
import io.replog.core.append.AppendOutcome.Refused;
import io.replog.core.append.AppendOutcome.Stored;
import io.replog.log.DurableLog;
import io.replog.log.LogIdentity;
import io.replog.log.storage.Commit;
import io.replog.log.storage.MemoryStorage;
import io.replog.log.storage.MemoryStorage.Failure;
import io.replog.log.storage.StorageException;
import io.replog.model.LogEntry;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class AppenderTest {

  private static final int CAPACITY = 10_000;

  private final MemoryStorage storage = new MemoryStorage();
  private final DurableLog log = new DurableLog(storage);
  private final List<String> events = new CopyOnWriteArrayList<>();
  private volatile Optional<Problem> closedFor = Optional.empty();
  private volatile Runnable committed = () -> {};
  private final CountDownLatch release = new CountDownLatch(1);
  private Appender appender = appender(CAPACITY);

  private Appender appender(int capacity) {
    return appender(new Appender.Bounds(capacity, 1 << 30));
  }

  private Appender appender(Appender.Bounds bounds) {
    return new Appender(log, () -> closedFor, bounds, awaited -> committed.run(), new Told());
  }

  @AfterEach
  void end() {
    release.countDown();
    appender.close();
  }

  @Test
  void g1_answeredMeansOnTheDisk() throws Exception {
    Stored stored = (Stored) get(append("a"));

    assertThat(stored.lastOrder()).isZero();
    assertThat(messages(new DurableLog(storage.crash()))).containsExactly("a");
  }

  @Test
  void requestsThatWaitTogetherAreOneCommit() throws Exception {
    block();
    List<CompletableFuture<AppendOutcome>> waiting = new ArrayList<>();
    for (int i = 0; i < 100; i++) {
      waiting.add(append("m-" + i));
    }

    release.countDown();

    for (int i = 0; i < 100; i++) {
      assertThat(((Stored) get(waiting.get(i))).lastOrder()).isEqualTo(i);
    }
    assertThat(storage.commits()).isEqualTo(1);
    assertThat(events).containsExactly("stored 100 for 100");
  }

  @Test
  void oneRequestOfAGroupMayConflictWhileTheOthersAreStored() throws Exception {
    block();
    var first = append("a", "1");
    var conflict = append("a", "2");
    var duplicate = append("a", "1");
    var last = append("b", "3");

    release.countDown();

    assertThat(((Stored) get(first)).duplicates()).isZero();
    assertThat(get(conflict)).isEqualTo(new Conflict("a", 0));
    assertThat(((Stored) get(duplicate)).duplicates()).isEqualTo(1);
    assertThat(((Stored) get(last)).lastOrder()).isEqualTo(1);
    assertThat(messages(log)).containsExactly("1", "3");
  }

  @Test
  void groupIsBoundedInRequests() throws Exception {
    block();
    List<CompletableFuture<AppendOutcome>> waiting = new ArrayList<>();
    for (int i = 0; i < Appender.MAX_GROUP + 10; i++) {
      waiting.add(append("m"));
    }

    release.countDown();

    for (var each : waiting) {
      get(each);
    }
    assertThat(events)
        .containsExactly("stored %1$d for %1$d".formatted(Appender.MAX_GROUP), "stored 10 for 10");
  }

  @Test
  void groupIsBoundedInBytes() throws Exception {
    block();
    String half = "x".repeat((int) Appender.MAX_GROUP_BYTES / 2);
    List<CompletableFuture<AppendOutcome>> waiting = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      waiting.add(append(half));
    }

    release.countDown();

    for (var each : waiting) {
      get(each);
    }
    assertThat(events).containsExactly("stored 2 for 2", "stored 2 for 2", "stored 1 for 1");
  }

  @Test
  void g2_othersHearOfAMessageOnceItIsOnTheDiskAndBeforeItsWriterDoes() throws Exception {
    AtomicReference<String> seen = new AtomicReference<>();
    AtomicReference<CompletableFuture<AppendOutcome>> answer = new AtomicReference<>();
    block();
    committed =
        () ->
            seen.set(
                "length %d, on disk %d, answered %s"
                    .formatted(log.length(), storage.length(), answer.get().isDone()));
    answer.set(append("a"));

    release.countDown();
    get(answer.get());

    assertThat(seen).hasValue("length 1, on disk 1, answered false");
  }

  @Test
  void nobodyIsToldOfAGroupThatAddsNothing() throws Exception {
    get(append("a", "1"));
    committed =
        () -> {
          throw new AssertionError("told");
        };

    assertThat(((Stored) get(append("a", "1"))).duplicates()).isEqualTo(1);
    assertThat(get(append("a", "2"))).isInstanceOf(Conflict.class);
    assertThat(storage.commits()).isEqualTo(1);
  }

  @Test
  void g7_closedGateMeansThatNothingIsStored() throws Exception {
    Problem fenced = Problem.of(ProblemType.FENCED, "fenced");
    block();
    List<CompletableFuture<AppendOutcome>> waiting = List.of(append("a"), append("b"));
    closedFor = Optional.of(fenced);

    release.countDown();

    for (var each : waiting) {
      assertThat(get(each)).isEqualTo(new Refused(fenced));
    }
    assertThat(storage.commits()).isZero();
    closedFor = Optional.empty();
    assertThat(get(append("c"))).isInstanceOf(Stored.class);
  }

  @ParameterizedTest
  @EnumSource
  void g1_writersOfAGroupThatTheDiskRefusedAreNeverAnsweredStored(Failure how) throws Exception {
    get(append("before"));
    storage.failNext(how);
    block();
    List<CompletableFuture<AppendOutcome>> waiting = List.of(append("a"), append("b"));

    release.countDown();

    for (var each : waiting) {
      assertThatThrownBy(() -> get(each)).hasCauseInstanceOf(StorageException.class);
    }
    assertThatThrownBy(() -> get(append("c"))).hasCauseInstanceOf(StorageException.class);
    assertThat(messages(log)).containsExactly("before");
    assertThat(events).contains("failed 2", "failed 1");
  }

  @Test
  void groupThatFailsForAnyOtherReasonFailsAloneAndTheAppenderGoesOn() throws Exception {
    committed =
        () -> {
          throw new IllegalStateException("broken listener");
        };
    assertThatThrownBy(() -> get(append("a"))).hasCauseInstanceOf(IllegalStateException.class);

    committed = () -> {};
    assertThat(((Stored) get(append("b"))).lastOrder()).isEqualTo(1);
  }

  @Test
  void closingRefusesWhatWaitsAndWhatComesLater() throws Exception {
    block();
    var waiting = append("a");
    var exclusive = appender.exclusively(() -> {});
    Thread closing = Thread.ofPlatform().start(appender::close);
    // The appender's own thread is told by an interrupt; only then is it let go.
    org.awaitility.Awaitility.await().until(() -> closing.getState() == Thread.State.WAITING);

    release.countDown();
    closing.join();

    assertRefused(get(waiting), ProblemType.SHUTTING_DOWN);
    assertRefused(get(append("b")), ProblemType.SHUTTING_DOWN);
    assertThat(exclusive).isCancelled();
    assertThat(storage.commits()).isZero();
  }

  @Test
  void closingFinishesTheGroupAtHand() throws Exception {
    CountDownLatch storing = new CountDownLatch(1);
    committed =
        () -> {
          storing.countDown();
          awaitUninterruptibly(release);
        };
    var atHand = append("a");
    assertThat(storing.await(1, TimeUnit.MINUTES)).isTrue();
    Thread closing = Thread.ofPlatform().start(appender::close);
    org.awaitility.Awaitility.await().until(() -> closing.getState() == Thread.State.WAITING);

    release.countDown();

    assertThat(get(atHand)).isInstanceOf(Stored.class);
    closing.join();
  }

  @Test
  void fullQueueIsAnsweredAtOnceAndNothingOfItStored() throws Exception {
    appender.close();
    appender = appender(2);
    block();
    List<CompletableFuture<AppendOutcome>> waiting = List.of(append("a"), append("b"));

    var tooMany = append("c");

    assertRefused(tooMany.getNow(null), ProblemType.OVERLOADED);
    release.countDown();
    for (var each : waiting) {
      get(each);
    }
    assertThat(messages(log)).containsExactly("a", "b");
  }

  @Test
  void messagesThatWaitForTheDiskAreBoundedByTheirSize() throws Exception {
    appender.close();
    appender = appender(new Appender.Bounds(CAPACITY, 1_000_000));
    block();
    String large = "x".repeat(600_000);
    var first = append(large);
    var tooMuch = append(large);
    var small = append("small");

    assertRefused(tooMuch.getNow(null), ProblemType.OVERLOADED);
    release.countDown();
    get(first);
    get(small);

    get(append(large));
    get(append("y".repeat(2_000_000)));
    assertThat(log.length()).isEqualTo(4);
  }

  @Test
  void exclusiveWorkHasTheLogForItself() throws Exception {
    block();
    var before = append("a");
    var work =
        appender.exclusively(
            () -> log.commit(new Commit().clear().put(LogIdentity.LOG_ID_KEY, "fresh")));
    var after = append("b");

    release.countDown();

    assertThat(((Stored) get(before)).lastOrder()).isZero();
    work.get(1, TimeUnit.MINUTES);
    assertThat(((Stored) get(after)).lastOrder()).isZero();
    assertThat(messages(log)).containsExactly("b");
  }

  @Test
  void exclusiveWorkThatFailsSaysSoAndTheAppenderGoesOn() throws Exception {
    var work =
        appender.exclusively(
            () -> {
              throw new StorageException("full");
            });

    assertThatThrownBy(() -> work.get(1, TimeUnit.MINUTES))
        .hasCauseInstanceOf(StorageException.class);
    assertThat(get(append("a"))).isInstanceOf(Stored.class);
  }

  @Test
  void logRemembersTheEpochThatMadeItLonger() throws Exception {
    log.commit(new Commit().put(LogIdentity.EPOCH_KEY, "4"));

    get(append("a"));

    assertThat(new DurableLog(storage.crash()).identity().tail().epoch()).isEqualTo(4);
  }

  @Test
  void g2_ordersAreDenseAndEachIsGivenOnceHoweverManyWriteAtATime() throws Exception {
    int writers = 16;
    int each = 500;
    List<String> given = new CopyOnWriteArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (int w = 0; w < writers; w++) {
      int writer = w;
      threads.add(
          Thread.ofVirtual()
              .start(
                  () -> {
                    List<String> mine = new ArrayList<>();
                    for (int i = 0; i < each; i++) {
                      String message = writer + "/" + i;
                      Stored stored = (Stored) append(message).join();
                      mine.add(stored.lastOrder() + " " + message);
                    }
                    given.addAll(mine);
                  }));
    }
    for (Thread thread : threads) {
      thread.join();
    }

    List<String> stored = new ArrayList<>();
    List<String> kept = messages(log);
    for (int order = 0; order < kept.size(); order++) {
      stored.add(order + " " + kept.get(order));
    }
    assertThat(kept).hasSize(writers * each);
    assertThat(given).containsExactlyInAnyOrderElementsOf(stored);
  }

  /** Keeps the appender busy until it is released. */
  private void block() throws InterruptedException {
    CountDownLatch blocked = new CountDownLatch(1);
    appender.exclusively(
        () -> {
          blocked.countDown();
          awaitUninterruptibly(release);
        });
    assertThat(blocked.await(1, TimeUnit.MINUTES)).isTrue();
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean interrupted = false;
    while (true) {
      try {
        latch.await();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private CompletableFuture<AppendOutcome> append(String message) {
    return appender.append(List.of(new Draft(Optional.empty(), bytes(message))), false);
  }

  private CompletableFuture<AppendOutcome> append(String id, String message) {
    return appender.append(List.of(new Draft(Optional.of(id), bytes(message))), false);
  }

  private static AppendOutcome get(CompletableFuture<AppendOutcome> answer) throws Exception {
    return answer.get(1, TimeUnit.MINUTES);
  }

  private static void assertRefused(AppendOutcome outcome, ProblemType type) {
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Refused.class, refused -> assertThat(refused.problem().type()).isEqualTo(type));
  }

  private final class Told implements AppendEvents {
    @Override
    public void stored(List<LogEntry> entries, int requests, long nanos) {
      events.add("stored %d for %d".formatted(entries.size(), requests));
    }

    @Override
    public void storageFailed(int requests, String reason) {
      events.add("failed " + requests);
    }
  }
}
