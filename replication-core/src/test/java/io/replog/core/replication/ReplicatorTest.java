package io.replog.core.replication;

import static io.replog.log.TestEntries.chain;
import static io.replog.log.TestEntries.messages;
import static io.replog.log.TestEntries.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.replog.log.DurableLog;
import io.replog.log.LogIdentity;
import io.replog.log.storage.Commit;
import io.replog.log.storage.MemoryStorage;
import io.replog.model.Delivery;
import io.replog.model.DeliveryAck;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
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

  private static final ReplicationSettings SETTINGS =
      ReplicationSettings.of(2, 8, 16, 1_000_000, 1_000_000, 1, 300);

  private final DurableLog log = new DurableLog(new MemoryStorage());
  private final List<String> replaced = new CopyOnWriteArrayList<>();
  private final Told told = new Told();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private FakeSecondary secondary = new FakeSecondary();
  private final OnDemand attempts = new OnDemand();
  private Replicator replicator;

  @BeforeAll
  static void patience() {
    Awaitility.setDefaultTimeout(java.time.Duration.ofMinutes(1));
  }

  @BeforeEach
  void identify() {
    log.commit(new Commit().put(LogIdentity.LOG_ID_KEY, "log").put(LogIdentity.EPOCH_KEY, "3"));
  }

  @AfterEach
  void end() {
    replicator.close();
    threads.shutdownNow();
  }

  private void start() {
    replicator =
        new Replicator(told, secondary, attempts, log, () -> replaced, SETTINGS, told, threads);
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
    await().untilAsserted(() -> assertThat(secondary.messages()).isEqualTo(messages(log)));
    await().until(() -> told.acked == log.length());
  }

  @Test
  void whatIsStoredReachesTheSecondaryAndIsAcknowledged() {
    append(3);
    start();
    awaitDelivered();

    append(2);
    awaitDelivered();

    assertThat(told.lines).contains("connected 0 lag 3");
  }

  @Test
  void longBacklogTravelsInBatchesWithinTheirBounds() {
    append(500);
    start();

    awaitDelivered();

    assertThat(told.largestDelivery).isLessThanOrEqualTo(16);
    assertThat(told.largestBytes).isLessThanOrEqualTo(300);
  }

  @Test
  void g5_everythingArrivesInSpiteOfFailuresBeforeAndAfterStoring() {
    long seed = new Random().nextLong();
    secondary = new FakeSecondary(new Random(seed));
    secondary.trouble(0.3, 0.3);
    attempts.always();
    start();

    for (int i = 0; i < 20; i++) {
      append(25);
      int target = (int) log.length() - 10;
      await("seed " + seed).until(() -> secondary.messages().size() >= target);
    }

    awaitDelivered();
    assertThat(secondary.messages()).as("seed %d", seed).isEqualTo(messages(log));
    assertThat(told.failures).as("seed %d", seed).hasValueGreaterThan(0);
  }

  @Test
  void g1_neverIsMoreCountedThanTheSecondaryHolds() {
    secondary.trouble(0, 1);
    attempts.always();
    append(5);
    start();

    await().until(() -> secondary.messages().size() == 5 && told.failures.get() > 3);
    secondary.trouble(0, 0);

    awaitDelivered();
  }

  @Test
  void g5_lostDiskIsFilledFromTheStart() {
    append(50);
    start();
    awaitDelivered();

    secondary.trouble(1, 0);
    append(1);
    await().until(() -> told.failures.get() > 0);
    secondary.wipe();
    secondary.trouble(0, 0);
    attempts.wake();

    awaitDelivered();
    assertThat(told.found).contains(0L);
  }

  @Test
  void g5_secondaryThatCameBackWithoutItsDiskIsFilledWithoutWaitingForTheNextMessage() {
    append(3);
    start();
    awaitDelivered();

    secondary.wipe();
    replicator.runs(secondary.run());

    awaitDelivered();
    assertThat(told.found).contains(0L);
  }

  @Test
  void g1_whatAnotherProcessAcknowledgedCountsNoMoreEvenIfItIsHeld() {
    append(3);
    start();
    awaitDelivered();

    secondary.block();
    secondary.restart();
    replicator.runs(secondary.run());
    attempts.always();
    secondary.letGo();

    awaitDelivered();
    assertThat(told.found).endsWith(0L);
  }

  @Test
  void g1_onceTheLogIsAnotherOneNothingThatWasAcknowledgedCounts() {
    append(3);
    start();
    awaitDelivered();

    secondary.block();
    replicator.reconnect();

    assertThat(told.acked).isZero();
    secondary.letGo();
  }

  @Test
  void g5_wakingEndsThePauseAfterAFailure() {
    append(3);
    secondary.trouble(1, 0);
    start();
    await().until(() -> attempts.pauses.get() == 1);
    secondary.trouble(0, 0);
    assertThat(secondary.messages()).isEmpty();

    replicator.wake();

    awaitDelivered();
  }

  @Test
  void afterAFailureOneDeliveryMustSucceedBeforeTheyFlowAgain() {
    append(100);
    secondary.trouble(0, 1);
    start();
    await().until(() -> attempts.pauses.get() == 1);
    int before = secondary.deliveries();

    for (int i = 2; i < 6; i++) {
      attempts.wake();
      int pauses = i;
      await().until(() -> attempts.pauses.get() == pauses);
    }

    assertThat(secondary.deliveries() - before).isEqualTo(4);
  }

  @Test
  void g6_appenderIsNotHeldUpByASecondaryThatDoesNotAnswer() {
    secondary.block();
    start();

    append(1_000);

    assertThat(log.length()).isEqualTo(1_000);
    assertThat(secondary.messages()).isEmpty();
    secondary.letGo();
    awaitDelivered();
  }

  @Test
  void g8_divergedSecondaryIsSentNothingAndReported() {
    append(5);
    secondary.holding("log", 2, chain(99, 0, 3, "other-"));

    start();

    await().until(() -> told.divergence != null);
    assertThat(told.divergence).endsWith("at order 0");
    assertThat(secondary.deliveries()).isZero();
    assertThat(secondary.messages()).containsExactly("other-0", "other-1", "other-2");
  }

  @Test
  void divergenceThatAPersonResolvedIsTakenBack() {
    append(5);
    secondary.holding("log", 2, chain(99, 0, 3, "other-"));
    start();
    await().until(() -> told.divergence != null);

    secondary.wipe();
    attempts.always();

    awaitDelivered();
    assertThat(told.divergence).isNull();
  }

  @Test
  void g8_secondaryThatSaysItHoldsMoreThanThereIsIsReportedNotCounted() {
    append(5);
    secondary.answerAlways(new DeliveryAck(6, 0, "run"));

    start();

    await().until(() -> told.divergence != null);
    assertThat(told.ackedValues).allMatch(acked -> acked <= 5);
  }

  @Test
  void secondaryThatTakesBackWhatItAcknowledgedIsAskedAnew() {
    append(5);
    start();
    awaitDelivered();
    int connections = told.connections.get();
    attempts.always();

    secondary.answerAlways(new DeliveryAck(2, 0, "run"));
    append(1);
    await().until(() -> told.failures.get() > 0);
    secondary.answerAlways(null);

    await().until(() -> told.connections.get() > connections);
    awaitDelivered();
  }

  @Test
  void g7_newerMasterThatTheSecondaryHeardOfFencesThisOneOnConnecting() {
    append(5);
    secondary.holding("log", 4, List.of());

    start();

    await().until(() -> told.fencedBy == 4);
    assertThat(secondary.messages()).isEmpty();
  }

  @Test
  void g7_newerMasterThatTheSecondaryHeardOfFencesThisOneOnDelivering() throws LinkException {
    append(5);
    start();
    awaitDelivered();

    secondary.deliver(new Delivery(4, "claim", "log", List.of(), List.of()));
    append(1);

    await().until(() -> told.fencedBy == 4);
    assertThat(secondary.messages()).hasSize(5);
  }

  @Test
  void emptiedLogReachesTheSecondaryEvenIfThereIsNothingToSend() {
    append(5);
    start();
    awaitDelivered();

    replaced.add("log");
    log.commit(new Commit().clear().put(LogIdentity.LOG_ID_KEY, "fresh"));
    replicator.reconnect();

    await().until(() -> secondary.messages().isEmpty());
    await().until(replicator::isHeard);
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

    assertThat(secondary.isClosed()).isTrue();
    assertThat(secondary.messages()).hasSize(1);
  }

  /** What the rest of the master counts must never go back while the secondary keeps its disk. */
  @Test
  void g1_acknowledgedPrefixNeverGoesBackWithinAConnection() {
    start();
    for (int i = 0; i < 2_000; i++) {
      append(1);
    }
    awaitDelivered();

    List<Long> sorted = new ArrayList<>(told.ackedValues);
    sorted.sort(null);
    assertThat(told.ackedValues).isEqualTo(sorted);
  }

  /** Tries once for each wake-up, or at once where it was told so. */
  private static final class OnDemand implements Attempts {
    final AtomicInteger pauses = new AtomicInteger();
    private final Semaphore wakes = new Semaphore(0);
    private volatile boolean always;
    private volatile boolean closed;

    void always() {
      always = true;
      wake();
    }

    @Override
    public <T> T untilSuccess(Callable<T> attempt) throws InterruptedException {
      while (!closed) {
        try {
          return attempt.call();
        } catch (Exception e) {
          pauses.incrementAndGet();
          if (!always) {
            wakes.acquire();
          }
          Thread.yield();
        }
      }
      throw new InterruptedException("closed");
    }

    @Override
    public void wake() {
      wakes.release();
    }

    @Override
    public void close() {
      closed = true;
      wake();
    }
  }
}
