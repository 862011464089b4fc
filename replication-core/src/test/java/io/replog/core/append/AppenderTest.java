package io.replog.core.append;

import static io.replog.log.TestEntries.bytes;
import static io.replog.log.TestEntries.messages;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Level;
import io.replog.core.append.AppendOutcome.Conflict;
import io.replog.core.append.AppendOutcome.Refused;
import io.replog.core.append.AppendOutcome.Stored;
import io.replog.core.fakes.BrokenLogger;
import io.replog.core.fakes.FakeMetrics;
import io.replog.core.fakes.LogLines;
import io.replog.core.mode.Mode;
import io.replog.log.DurableLog;
import io.replog.log.storage.Commit;
import io.replog.log.storage.LogFacts;
import io.replog.log.storage.MemoryStorage;
import io.replog.log.storage.MemoryStorage.Failure;
import io.replog.log.storage.StorageException;
import io.replog.model.ProblemType;
import io.replog.model.Tail;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class AppenderTest {

  private static final int CAPACITY = 10_000;

  private final MemoryStorage storage = new MemoryStorage();
  private final DurableLog log = new DurableLog(storage);
  private final FakeMetrics metrics = new FakeMetrics();
  private volatile BooleanSupplier quorum = () -> true;
  private final Mode mode = new Mode(log::failure, () -> quorum.getAsBoolean());
  private volatile Runnable committed = () -> {};
  private final CountDownLatch release = new CountDownLatch(1);
  private Appender appender = appender(CAPACITY);

  private Appender appender(int capacity) {
    return appender(new Appender.Bounds(capacity, 1 << 30));
  }

  private Appender appender(Appender.Bounds bounds) {
    Appender appender =
        new Appender(log, mode, bounds, awaited -> committed.run(), metrics, Thread::new);
    appender.start();
    return appender;
  }

  @BeforeEach
  void open() {
    mode.recovered();
  }

  @AfterEach
  void end() {
    release.countDown();
    appender.close();
  }

  @Test
  void failureThatCannotEvenBeLoggedAnswersEverybodyAndEndsTheMasterButNotTheThread()
      throws Exception {
    committed =
        () -> {
          throw new AssertionError("broken");
        };
    BrokenLogger.during(
        () -> {
          assertThatThrownBy(() -> get(append("a"))).isInstanceOf(ExecutionException.class);
          assertThat(mode.isBroken()).isTrue();
          assertRefused(get(append("b")), ProblemType.BROKEN);
        },
        Appender.class,
        Mode.class);
  }

  @Test
  void refusalOfTheDiskThatCannotBeLoggedReachesItsWriterAndEndsNotTheThread() throws Exception {
    storage.failNext(Failure.BEFORE_APPLYING);
    BrokenLogger.during(
        () -> {
          assertThatThrownBy(() -> get(append("a"))).hasCauseInstanceOf(StorageException.class);
          assertRefused(get(append("b")), ProblemType.STORAGE);
        },
        Appender.class);
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
    assertThat(metrics.stored).containsExactly("stored 100 for 100");
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
    assertThat(metrics.stored)
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
    assertThat(metrics.stored)
        .containsExactly("stored 2 for 2", "stored 2 for 2", "stored 1 for 1");
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
  void whileTheMasterTakesNoMessagesNothingIsStored() throws Exception {
    block();
    List<CompletableFuture<AppendOutcome>> waiting = List.of(append("a"), append("b"));
    quorum = () -> false;

    release.countDown();

    for (var each : waiting) {
      assertRefused(get(each), ProblemType.NO_QUORUM);
    }
    assertThat(storage.commits()).isZero();
    quorum = () -> true;
    assertThat(get(append("c"))).isInstanceOf(Stored.class);
  }

  @Test
  void g7_fencedMasterStoresNothingNotEvenWhatItTookBefore() throws Exception {
    block();
    List<CompletableFuture<AppendOutcome>> waiting = List.of(append("a"), append("b"));
    mode.fence(7);

    release.countDown();

    for (var each : waiting) {
      assertRefused(get(each), ProblemType.FENCED);
    }
    assertRefused(get(append("c")), ProblemType.FENCED);
    assertThat(storage.commits()).isZero();
  }

  @ParameterizedTest
  @EnumSource
  void g1_writersOfAGroupThatTheDiskRefusedAreNeverAnsweredStored(Failure how) throws Exception {
    get(append("before"));
    storage.failNext(how);
    block();
    List<CompletableFuture<AppendOutcome>> waiting = List.of(append("a"), append("b"));

    try (LogLines lines = LogLines.of(Appender.class)) {
      release.countDown();

      for (var each : waiting) {
        assertThatThrownBy(() -> get(each)).hasCauseInstanceOf(StorageException.class);
      }
      assertThat(lines.at(Level.ERROR))
          .containsExactly("ERROR 2 writers were refused: the disk refused a write");
    }
    assertRefused(get(append("c")), ProblemType.STORAGE);
    assertThat(messages(log)).containsExactly("before");
  }

  @Test
  void damagedMessageFailsOnlyTheWriterThatRepeatsItsId() throws Exception {
    get(append("damaged", "m-0"));
    storage.damage(0);
    block();
    var before = append("a", "m-1");
    var batch =
        appender.append(
            List.of(
                new Draft(Optional.of("b"), bytes("m-2")),
                new Draft(Optional.of("damaged"), bytes("m-0"))),
            false);
    var after = append("b", "m-3");

    release.countDown();

    assertThatThrownBy(() -> get(batch))
        .hasCauseInstanceOf(StorageException.class)
        .hasMessageContaining("damaged: order 0");
    assertThat(((Stored) get(before)).lastOrder()).isEqualTo(1);
    assertThat(((Stored) get(after)).lastOrder()).as("nothing of the batch").isEqualTo(2);
    assertThat(((Stored) get(after)).duplicates()).isZero();
    assertThat(log.length()).isEqualTo(3);
    assertThat(mode.closed()).as("the master goes on").isEmpty();
  }

  private static Stream<Throwable> unforeseen() {
    return Stream.of(
        new IllegalStateException("broken"),
        new AssertionError("broken"),
        new StackOverflowError());
  }

  @ParameterizedTest
  @MethodSource("unforeseen")
  void failureThatNobodyForesawIsAnUnknownOutcomeAndEndsTheMasterButAnswersEverybody(
      Throwable unforeseen) throws Exception {
    block();
    committed = () -> sneak(unforeseen);
    List<CompletableFuture<AppendOutcome>> waiting = List.of(append("a"), append("b"));

    release.countDown();

    for (var each : waiting) {
      assertThatThrownBy(() -> get(each)).hasCause(unforeseen);
    }
    assertThat(mode.isBroken()).isTrue();
    committed = () -> {};
    assertRefused(get(append("c")), ProblemType.BROKEN);
    assertThat(log.length()).as("nothing is stored any more").isEqualTo(2);
  }

  @ParameterizedTest
  @MethodSource("unforeseen")
  void failureToFindOutWhetherTheMasterMayStoreAnswersEverybodyToo(Throwable unforeseen)
      throws Exception {
    quorum =
        () -> {
          sneak(unforeseen);
          return true;
        };

    assertThatThrownBy(() -> get(append("a"))).hasCause(unforeseen);

    assertThat(mode.isBroken()).isTrue();
    assertRefused(get(append("b")), ProblemType.BROKEN);
    assertThat(log.length()).isZero();
  }

  private static void sneak(Throwable unforeseen) {
    switch (unforeseen) {
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      default -> throw new IllegalArgumentException(unforeseen);
    }
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
  void loneRequestIsTakenHoweverLargeItIs() throws Exception {
    appender.close();
    appender = appender(new Appender.Bounds(CAPACITY, 10));
    String large = "x".repeat(1_000_000);
    block();
    var first = append(large);
    var second = append("y");

    assertRefused(second.getNow(null), ProblemType.OVERLOADED);
    release.countDown();

    assertThat(get(first)).isInstanceOf(Stored.class);
    assertThat(get(append(large))).isInstanceOf(Stored.class);
  }

  @Test
  void whatWasRefusedTakesNoRoom() throws Exception {
    appender.close();
    appender = appender(new Appender.Bounds(3, 1_000_000));
    block();
    var first = append("x".repeat(400_000));
    for (int i = 0; i < 20; i++) {
      assertRefused(append("x".repeat(900_000)).getNow(null), ProblemType.OVERLOADED);
    }
    var second = append("x".repeat(300_000));
    var third = append("x".repeat(200_000));
    for (int i = 0; i < 20; i++) {
      assertRefused(append("x".repeat(100_000)).getNow(null), ProblemType.OVERLOADED);
    }
    release.countDown();
    for (var each : List.of(first, second, third)) {
      assertThat(get(each)).isInstanceOf(Stored.class);
    }

    CountDownLatch again = new CountDownLatch(1);
    var blocked = appender.exclusively(() -> awaitUninterruptibly(again));
    var all = List.of(append("x".repeat(600_000)), append("x".repeat(400_000)));
    assertRefused(append("x").getNow(null), ProblemType.OVERLOADED);
    again.countDown();
    blocked.get(1, TimeUnit.MINUTES);
    for (var each : all) {
      assertThat(get(each)).isInstanceOf(Stored.class);
    }
  }

  @Test
  void exclusiveWorkHasTheLogForItself() throws Exception {
    block();
    var before = append("a");
    var work =
        appender.exclusively(
            () -> log.commit(new Commit().clear().facts(LogFacts.NONE.withLogId("fresh"))));
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
  void exclusiveWorkThatEndsInAnErrorSaysSoAndEndsTheMaster() throws Exception {
    var work =
        appender.exclusively(
            () -> {
              throw new AssertionError("broken");
            });

    assertThatThrownBy(() -> work.get(1, TimeUnit.MINUTES))
        .hasCauseInstanceOf(AssertionError.class);
    assertRefused(get(append("a")), ProblemType.BROKEN);
  }

  @Test
  void logRemembersTheEpochThatMadeItLonger() throws Exception {
    log.commit(new Commit().facts(LogFacts.NONE.withMaster(4, "claim")));

    get(append("a"));

    assertThat(new DurableLog(storage.crash()).facts().tail()).isEqualTo(new Tail(4, "claim"));
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
}
