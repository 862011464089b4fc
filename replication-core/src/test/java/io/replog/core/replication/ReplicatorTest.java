package io.replog.core.replication;

import static io.replog.log.TestEntries.chain;
import static io.replog.log.TestEntries.messages;
import static io.replog.log.TestEntries.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.replog.core.fakes.FakeAttempts;
import io.replog.core.fakes.FakeMetrics;
import io.replog.core.fakes.FakeSecondary;
import io.replog.core.fakes.LogLines;
import io.replog.core.fakes.Reigning;
import io.replog.core.membership.Secondaries;
import io.replog.core.membership.Secondary;
import io.replog.core.membership.Secondary.Condition;
import io.replog.core.membership.Secondary.Trouble;
import io.replog.core.progress.Window;
import io.replog.core.threads.Threads;
import io.replog.core.transport.TransportException;
import io.replog.log.DurableLog;
import io.replog.log.storage.Commit;
import io.replog.log.storage.LogFacts;
import io.replog.log.storage.MemoryStorage;
import io.replog.log.storage.Storage;
import io.replog.log.storage.StorageException;
import io.replog.model.Delivery;
import io.replog.model.DeliveryAck;
import io.replog.model.LogId;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class ReplicatorTest {

  private static final Window WINDOW = new Window(2, 8, 16, 300, 1_000_000, 0, 1);

  private volatile Throwable logFailure;
  private final DurableLog log = new DurableLog(failing(new MemoryStorage()));
  private final Reigning reigning = new Reigning(log, WINDOW);
  private final FakeMetrics metrics = reigning.metrics;
  private final FakeAttempts attempts = new FakeAttempts();
  private final AtomicInteger otherLogs = new AtomicInteger();
  private FakeSecondary node = new FakeSecondary();
  private Secondary secondary;
  private Replicator replicator;

  /** Reading from it throws {@link #logFailure}, where there is one. */
  private Storage failing(Storage storage) {
    InvocationHandler handler =
        (proxy, method, arguments) -> {
          Throwable failure = logFailure;
          if (failure != null && method.getName().equals("entry")) {
            throw failure;
          }
          return method.invoke(storage, arguments);
        };
    return (Storage)
        Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {Storage.class}, handler);
  }

  @BeforeAll
  static void patience() {
    Awaitility.setDefaultTimeout(java.time.Duration.ofMinutes(1));
  }

  @BeforeEach
  void identify() {
    log.commit(new Commit().facts(LogFacts.NONE.withLogId("log").withMaster(3, "claim")));
    reigning.membership.begin(List.of(Secondaries.URL));
    secondary = reigning.membership.members().getFirst();
  }

  @AfterEach
  void end() {
    replicator.close();
  }

  private void start() {
    replicator =
        new Replicator(secondary, node, attempts, reigning.reign, otherLogs::incrementAndGet);
    replicator.start();
  }

  private void append(int count) {
    for (int i = 0; i < count; i++) {
      long order = log.length();
      log.commit(new Commit().append(next(log, "id-" + order, "m-" + order)));
      if (replicator != null) {
        replicator.signal(false);
      }
    }
  }

  private void awaitDelivered() {
    await().untilAsserted(() -> assertThat(node.messages()).isEqualTo(messages(log)));
    await().until(() -> secondary.acknowledged() == log.length());
  }

  private void awaitFailures(int count) {
    await().until(() -> metrics.failures.get() >= count);
  }

  @Test
  void failureInTheMiddleOfAConnectionIsToldAndEndsNotTheReplication() {
    AtomicBoolean fails = new AtomicBoolean();
    Threads threads =
        new Threads() {
          @Override
          public Thread unstarted(String name, Runnable body) {
            return reigning.threads.unstarted(name, body);
          }

          @Override
          public void pause() throws InterruptedException {
            reigning.threads.pause();
          }

          @Override
          public void linger(CompletableFuture<?> rest) {}

          @Override
          public Executor deliveries(String secondary) {
            return body -> {
              if (Thread.currentThread().getName().equals("connector") && fails.getAndSet(false)) {
                throw new OutOfMemoryError("unable to create native thread");
              }
              reigning.threads.start("delivery", body);
            };
          }
        };
    Reign all = reigning.reign;
    Reign reign =
        new Reign(
            log,
            all.mode(),
            all.membership(),
            all.writers(),
            WINDOW,
            all.metrics(),
            threads,
            Optional.empty());
    replicator = new Replicator(secondary, node, attempts, reign, otherLogs::incrementAndGet);
    try (LogLines lines = LogLines.of(Replicator.class)) {
      replicator.start();
      append(1);
      awaitDelivered();
      node.blockMessages();
      fails.set(true);
      append(9);
      await().until(() -> !fails.get());
      node.letGo();

      awaitDelivered();
      assertThat(lines.at(Level.ERROR)).hasSize(1);
    }
    assertThat(metrics.failures).hasValue(1);
  }

  @Test
  void endOfAReplicatorIsNoFailureThatIsRetried() {
    node.block();
    try (LogLines lines = LogLines.of(Replicator.class)) {
      start();
      await().until(() -> node.statusCalls() > 0);

      replicator.close();

      await().until(() -> reigning.threads.running().isEmpty());
      assertThat(lines.all()).isEmpty();
    }
    assertThat(metrics.failures).hasValue(0);
  }

  @Test
  void whatIsStoredReachesTheSecondaryAndIsAcknowledged() {
    append(3);
    start();
    awaitDelivered();

    append(2);
    awaitDelivered();

    assertThat(secondary.progress().hasAnswered()).isTrue();
    assertThat(secondary.lastSeen()).isPresent();
    assertThat(secondary.knownId()).hasValue("s1");
  }

  @Test
  void longBacklogTravelsInBatchesWithinTheirBounds() {
    append(500);
    start();

    awaitDelivered();

    assertThat(node.sizes()).allMatch(size -> size <= 16).anyMatch(size -> size > 1);
    assertThat(node.largestBytes()).isLessThanOrEqualTo(300);
  }

  @Test
  void g5_everythingArrivesInSpiteOfFailuresBeforeAndAfterStoring() {
    long seed = new Random().nextLong();
    node = new FakeSecondary(new Random(seed));
    node.trouble(0.3, 0.3);
    attempts.always();
    start();

    for (int i = 0; i < 20; i++) {
      append(25);
      int target = (int) log.length() - 10;
      await("seed " + seed).until(() -> node.messages().size() >= target);
    }

    awaitDelivered();
    assertThat(node.messages()).as("seed %d", seed).isEqualTo(messages(log));
    assertThat(metrics.failures).as("seed %d", seed).hasValueGreaterThan(0);
  }

  @Test
  void g1_neverIsMoreCountedThanTheSecondaryHolds() {
    node.trouble(0, 1);
    attempts.always();
    append(5);
    start();

    await().until(() -> node.messages().size() == 5 && metrics.failures.get() > 3);
    node.trouble(0, 0);

    awaitDelivered();
  }

  @Test
  void g5_lostDiskIsFilledFromTheStart() {
    append(50);
    start();
    awaitDelivered();

    node.trouble(1, 0);
    append(1);
    await().until(() -> metrics.failures.get() > 0);
    node.wipe();
    node.trouble(0, 0);
    attempts.wake();

    awaitDelivered();
    assertThat(node.sizes().stream().mapToInt(size -> size).sum())
        .as("everything was sent again")
        .isGreaterThanOrEqualTo((int) (2 * log.length() - 1));
  }

  @Test
  void g5_secondaryThatCameBackWithoutItsDiskIsFilledWithoutWaitingForTheNextMessage() {
    append(3);
    start();
    awaitDelivered();

    node.wipe();
    secondary.progress().disconnectUnlessWith(node.run());

    awaitDelivered();
    assertThat(node.sizes().stream().mapToInt(size -> size).sum())
        .as("everything was sent again")
        .isGreaterThanOrEqualTo((int) (2 * log.length() - 1));
  }

  @Test
  void g1_whatAnotherProcessAcknowledgedCountsNoMoreEvenIfItIsHeld() {
    append(3);
    start();
    awaitDelivered();

    node.blockMessages();
    node.restart();
    secondary.progress().disconnectUnlessWith(node.run());
    attempts.always();

    await().until(() -> secondary.progress().isConnected());
    assertThat(secondary.acknowledged()).isZero();
    node.letGo();
    awaitDelivered();
  }

  @Test
  void g1_onceTheLogIsAnotherOneNothingThatWasAcknowledgedCounts() {
    append(3);
    start();
    awaitDelivered();

    node.block();
    replicator.reconnect();

    assertThat(secondary.acknowledged()).isZero();
    node.letGo();
  }

  @Test
  void g5_wakingEndsThePauseAfterAFailure() {
    append(3);
    node.trouble(1, 0);
    start();
    await().until(() -> attempts.pauses.get() == 1);
    node.trouble(0, 0);
    assertThat(node.messages()).isEmpty();

    replicator.wake();

    awaitDelivered();
  }

  @Test
  void afterAFailureOneDeliveryMustSucceedBeforeTheyFlowAgain() {
    append(100);
    node.trouble(0, 1);
    start();
    await().until(() -> attempts.pauses.get() == 1);
    int before = node.deliveries();

    for (int i = 2; i < 6; i++) {
      attempts.wake();
      int pauses = i;
      await().until(() -> attempts.pauses.get() == pauses);
    }

    assertThat(node.deliveries() - before).isEqualTo(4);
  }

  @Test
  void g6_appenderIsNotHeldUpByASecondaryThatDoesNotAnswer() {
    node.block();
    start();

    append(1_000);

    assertThat(log.length()).isEqualTo(1_000);
    assertThat(node.messages()).isEmpty();
    node.letGo();
    awaitDelivered();
  }

  @Test
  void g8_divergedSecondaryIsSentNothingAndReported() {
    append(5);
    node.holding("log", 2, chain(99, 0, 3, "other-"));

    start();

    await().until(() -> secondary.condition().isPresent());
    assertThat(secondary.condition().orElseThrow().trouble()).isEqualTo(Trouble.DIVERGED);
    assertThat(secondary.condition().orElseThrow().reason()).endsWith("at order 0");
    assertThat(node.deliveries()).isZero();
    assertThat(node.messages()).containsExactly("other-0", "other-1", "other-2");
  }

  @Test
  void divergenceThatAPersonResolvedIsTakenBack() {
    append(5);
    node.holding("log", 2, chain(99, 0, 3, "other-"));
    start();
    await().until(() -> secondary.condition().isPresent());

    node.wipe();
    attempts.always();

    awaitDelivered();
    assertThat(secondary.condition()).isEmpty();
    assertThat(secondary.lastFailure()).isEmpty();
  }

  @Test
  void g8_secondaryThatSaysItHoldsMoreThanThereIsIsReportedNotCounted() {
    append(5);
    node.answerAlways(new DeliveryAck(6, 0, "run"));

    start();

    await().until(() -> secondary.condition().isPresent());
    attempts.always();
    awaitFailures(5);
    assertThat(secondary.condition()).isPresent();
    assertThat(secondary.acknowledged()).isZero();
  }

  @Test
  void secondaryThatTakesBackWhatItAcknowledgedIsAskedAnew() {
    append(5);
    start();
    awaitDelivered();
    attempts.always();

    node.answerAlways(new DeliveryAck(2, 0, "run"));
    append(1);
    await().until(() -> metrics.failures.get() > 0);
    node.answerAlways(null);

    awaitDelivered();
  }

  @Test
  void g7_newerMasterThatTheSecondaryPromisedFencesThisOneOnConnecting() {
    append(5);
    node.holding("log", 4, List.of());

    start();

    await().until(reigning.mode::isFenced);
    assertThat(reigning.mode.closed().orElseThrow().detail()).contains("epoch 4");
    assertThat(node.messages()).isEmpty();
  }

  @Test
  void g7_newerMasterThatTheSecondaryPromisedFencesThisOneOnDelivering() throws TransportException {
    append(5);
    start();
    awaitDelivered();

    node.deliver(new Delivery(4, "claim", "log", List.of()));
    append(1);

    await().until(reigning.mode::isFenced);
    assertThat(reigning.mode.closed().orElseThrow().detail()).contains("epoch 4");
    assertThat(node.messages()).hasSize(5);
  }

  @Test
  void emptiedLogReachesTheSecondaryEvenIfThereIsNothingToSend() {
    append(5);
    start();
    awaitDelivered();

    String fresh = LogId.afterEmptying("log", "random");
    log.commit(new Commit().clear().facts(log.facts().emptied().withLogId(fresh)));
    replicator.reconnect();

    await().until(() -> node.messages().isEmpty());
    await().until(() -> secondary.progress().hasAnswered());
    append(2);
    awaitDelivered();
  }

  @Test
  void closedReplicatorDeliversNothingMoreAndClosesItsLink() {
    append(1);
    start();
    awaitDelivered();

    replicator.close();
    append(5);

    assertThat(node.isClosed()).isTrue();
    assertThat(node.messages()).hasSize(1);
  }

  /** What the rest of the master counts must never go back while the secondary keeps its disk. */
  @Test
  void g1_acknowledgedPrefixNeverGoesBackWithinAConnection() throws InterruptedException {
    List<Long> seen = new ArrayList<>(List.of(0L));
    Thread watching =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (seen.getLast() < 2_000 && !Thread.interrupted()) {
                    seen.add(secondary.acknowledged());
                  }
                });
    start();
    for (int i = 0; i < 2_000; i++) {
      append(1);
    }
    awaitDelivered();
    watching.join();

    assertThat(seen).isSorted().hasSizeGreaterThan(1);
  }

  // ---- how a failure is told ----

  @Test
  void logThatCannotBeReadIsToldOncePerKindAndCountedEachTime() {
    append(5);
    node.holding("log", 3, chain(5));
    try (LogLines lines = LogLines.of(Replicator.class)) {
      logFailure = new StorageException("damaged");
      attempts.always();
      start();
      awaitFailures(5);
      assertThat(secondary.lastFailure()).hasValue("damaged");
      logFailure = new StackOverflowError();
      int before = metrics.failures.get();
      awaitFailures(before + 5);

      assertThat(lines.at(Level.ERROR)).hasSize(2);
      assertThat(secondary.lastFailure())
          .as("without the names of classes")
          .hasValue("an unforeseen failure; the log has its cause");
    }
    logFailure = null;

    awaitDelivered();
    assertThat(secondary.lastFailure()).isEmpty();
  }

  @Test
  void secondaryThatDoesNotAnswerIsToldOnceAndCountedEachTime() {
    append(1);
    node.trouble(1, 0);
    try (LogLines lines = LogLines.of(Replicator.class)) {
      attempts.always();
      start();
      awaitFailures(5);

      assertThat(lines.at(Level.WARN)).hasSize(1).allMatch(line -> line.contains("no answer"));
    }
    assertThat(secondary.condition()).isEmpty();
    assertThat(secondary.lastFailure()).hasValue("no answer");
  }

  @Test
  void secondaryThatRefusesADeliveryForGoodIsRejectingUntilItTakesIt() {
    append(5);
    node.refuseAlways(new TransportException.Rejected("the body is too large"));
    try (LogLines lines = LogLines.of(Replicator.class)) {
      attempts.always();
      start();
      awaitFailures(5);

      assertThat(lines.at(Level.ERROR)).hasSize(1).allMatch(line -> line.contains("too large"));
    }
    assertThat(secondary.condition())
        .hasValue(new Condition(Trouble.REJECTING, "the body is too large"));
    node.refuseAlways(null);

    awaitDelivered();
    assertThat(secondary.condition()).isEmpty();
  }

  @Test
  void g7_refusalInTheNameOfAnOlderEpochDoesNotFence() {
    append(5);
    node.refuseAlways(new TransportException.Stale(2));
    attempts.always();
    start();
    awaitFailures(5);

    assertThat(reigning.mode.isFenced()).isFalse();
    node.refuseAlways(null);
    awaitDelivered();
  }

  @Test
  void g7_anotherMasterOfTheSameEpochFences() {
    append(5);
    node.refuseAlways(new TransportException.Stale(3));
    start();

    await().until(reigning.mode::isFenced);
  }

  @Test
  void secondaryOfAnotherLogIsReportedUnlessThisOneHoldsNothing() {
    node.holding("another", 1, chain(2));
    start();
    await().until(() -> otherLogs.get() == 1);
    assertThat(secondary.condition()).isEmpty();

    append(1);
    attempts.wake();

    await().until(() -> secondary.condition().isPresent());
    assertThat(secondary.condition().orElseThrow().reason()).contains("another");
    assertThat(otherLogs).hasValue(1);
  }

  @Test
  void g1_anotherNodeThatAnswersThereGetsNothing() {
    reigning.membership.identified(secondary, "s2", "run of 2");
    append(5);
    start();
    awaitFailures(1);

    assertThat(node.sizes()).isEmpty();
    assertThat(secondary.lastFailure().orElseThrow()).contains("another node, s1, answers there");
    assertThat(secondary.knownId()).hasValue("s2");
  }

  @Test
  void g7_fencedMasterSendsNothingToASecondaryThatHasLostItsPromiseWithItsDisk() {
    append(2);
    attempts.always();
    reigning.mode.fence(4);

    start();

    awaitFailures(3);
    assertThat(node.sizes()).as("it does not even announce itself").isEmpty();
    assertThat(secondary.lastFailure().orElseThrow()).contains("fenced");
  }

  @Test
  void beforeThisMasterHasTakenOverNothingIsDelivered() {
    reigning.mode.recovering("for the test");
    append(5);
    start();
    awaitFailures(1);
    assertThat(node.sizes()).isEmpty();

    reigning.mode.recovered();
    attempts.wake();

    awaitDelivered();
  }
}
