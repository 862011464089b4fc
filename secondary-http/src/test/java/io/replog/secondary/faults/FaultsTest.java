package io.replog.secondary.faults;

import static io.replog.log.TestEntries.chain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.replog.core.ElectedNode;
import io.replog.core.SecondaryRole;
import io.replog.core.replica.DeliveryOutcome;
import io.replog.core.report.ReplicaMetrics;
import io.replog.http.lifecycle.Shutdown;
import io.replog.http.problem.ProblemException;
import io.replog.log.DurableLog;
import io.replog.log.GapBuffer;
import io.replog.log.MajorityLog;
import io.replog.log.SetAside;
import io.replog.log.storage.MemoryStorage;
import io.replog.model.Delivery;
import io.replog.model.LogEntry;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import io.replog.secondary.role.RoleReceiving;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class FaultsTest {

  private static final Duration NO_TIME = Duration.ZERO;

  private final DurableLog log = new DurableLog(new MemoryStorage());
  private final SecondaryRole secondary =
      new SecondaryRole(
          "s",
          "run",
          new ElectedNode.Data(
              log, new GapBuffer(log.storage(), 10, 1000), new MajorityLog(log), SetAside.NONE),
          new Silent());
  private final Shutdown shutdown = new Shutdown();

  @Test
  void withoutFaultsDeliveriesAreStored() throws InterruptedException {
    assertThat(faulty(Faults.NONE).accept(delivery(chain(2))))
        .isEqualTo(new DeliveryOutcome.Stored(2, 2, 0));
    assertThat(Faults.NONE.any()).isFalse();
  }

  @Test
  void errorBeforeMeansThatNothingWasStored() {
    FaultySecondary faulty = faulty(new Faults(NO_TIME, NO_TIME, 1, 0, false));

    assertProblem(ProblemType.FAULT_INJECTED, () -> faulty.accept(delivery(chain(2))));

    assertThat(log.length()).isZero();
  }

  @Test
  void errorAfterMeansThatEverythingWasStored() {
    FaultySecondary faulty = faulty(new Faults(NO_TIME, NO_TIME, 0, 1, false));

    assertProblem(ProblemType.FAULT_INJECTED, () -> faulty.accept(delivery(chain(2))));

    assertThat(log.length()).isEqualTo(2);
  }

  @Test
  void offlineDropsEverything() {
    FaultySecondary faulty = faulty(new Faults(NO_TIME, NO_TIME, 0, 0, true));

    assertProblem(ProblemType.OFFLINE, () -> faulty.accept(delivery(chain(2))));
    assertProblem(ProblemType.OFFLINE, () -> faulty.accept(delivery(List.of())));
    assertProblem(ProblemType.OFFLINE, faulty::checkOnline);

    assertThat(log.length()).isZero();
  }

  @Test
  void faultsCanBeSetAndTakenBackWhileRunning() throws InterruptedException {
    FaultySecondary faulty = faulty(Faults.NONE);
    faulty.set(new Faults(NO_TIME, NO_TIME, 0, 0, true));
    assertProblem(ProblemType.OFFLINE, faulty::checkOnline);

    faulty.set(Faults.NONE);
    faulty.checkOnline();
    faulty.accept(delivery(chain(1)));

    assertThat(log.length()).isEqualTo(1);
  }

  @Test
  void delayIsSleptBeforeStoringAndEndsWithTheNode() {
    FaultySecondary faulty = faulty(new Faults(Faults.MAX_DELAY, NO_TIME, 0, 0, false));
    CompletableFuture<ProblemException> refused = new CompletableFuture<>();
    Thread sender =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    faulty.accept(delivery(chain(1)));
                  } catch (ProblemException e) {
                    refused.complete(e);
                  } catch (InterruptedException e) {
                    refused.completeExceptionally(e);
                  }
                });
    Awaitility.await().until(() -> sender.getState() == Thread.State.TIMED_WAITING);
    assertThat(log.length()).isZero();

    shutdown.stop();

    assertThat(refused.join().problem().type()).isEqualTo(ProblemType.SHUTTING_DOWN);
    assertThat(log.length()).isZero();
  }

  @Test
  void greetingIsNeitherDelayedNorFailed() throws InterruptedException {
    FaultySecondary faulty = faulty(new Faults(Faults.MAX_DELAY, NO_TIME, 1, 1, false));

    assertThat(faulty.accept(delivery(List.of()))).isEqualTo(new DeliveryOutcome.Stored(0, 0, 0));
  }

  @Test
  void jitterIsAtMostWhatWasAskedForAndIsAdded() {
    Faults faults = new Faults(Duration.ofMillis(100), Duration.ofMillis(50), 0, 0, false);
    Random random = new Random(11);
    for (int i = 0; i < 1000; i++) {
      assertThat(faults.pause(random)).isBetween(Duration.ofMillis(100), Duration.ofMillis(150));
    }
  }

  @Test
  void chancesAreThoseAskedFor() {
    Faults faults = new Faults(NO_TIME, NO_TIME, 0.4, 0.1, false);
    Random random = new Random(11);
    int before = 0;
    int after = 0;
    for (int i = 0; i < 10_000; i++) {
      before += faults.failsBefore(random) ? 1 : 0;
      after += faults.failsAfter(random) ? 1 : 0;
    }
    assertThat(before).isBetween(3_800, 4_200);
    assertThat(after).isBetween(900, 1_100);
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.01, 1.01, Double.NaN, Double.POSITIVE_INFINITY})
  void chanceIsFrom0To1(double chance) {
    assertThatThrownBy(() -> new Faults(NO_TIME, NO_TIME, chance, 0, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("error-before");
    assertThatThrownBy(() -> new Faults(NO_TIME, NO_TIME, 0, chance, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("error-after");
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT-0.001S", "PT1H0.001S", "PT999999H"})
  void delayIsFrom0To1Hour(Duration delay) {
    assertThatThrownBy(() -> new Faults(delay, NO_TIME, 0, 0, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("delay");
    assertThatThrownBy(() -> new Faults(NO_TIME, delay, 0, 0, false))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("jitter");
  }

  private FaultySecondary faulty(Faults faults) {
    RandomGenerator random = new Random(5);
    return new FaultySecondary(new RoleReceiving(secondary), shutdown, random, faults);
  }

  private static Delivery delivery(List<LogEntry> entries) {
    return new Delivery(1, "claim", "log", entries);
  }

  private interface Call {
    void run() throws InterruptedException;
  }

  private static void assertProblem(ProblemType type, Call call) {
    assertThatThrownBy(call::run)
        .isInstanceOfSatisfying(
            ProblemException.class, e -> assertThat(e.problem().type()).isEqualTo(type));
  }

  private static final class Silent implements ReplicaMetrics {
    @Override
    public void stored(int messages, long appended, long nanos) {}

    @Override
    public void refused(Problem problem) {}
  }
}
