package io.replog.core.replication;

import static io.replog.log.TestEntries.messages;
import static io.replog.log.TestEntries.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.replog.core.replication.DeliveryPlan.Later;
import io.replog.core.replication.DeliveryPlan.Nothing;
import io.replog.core.replication.DeliveryPlan.Send;
import io.replog.core.replication.DeliveryPlan.Window;
import io.replog.log.DurableLog;
import io.replog.log.LogIdentity;
import io.replog.log.storage.Commit;
import io.replog.log.storage.MemoryStorage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/** Messages for which no writer waits travel together. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class GatheringTest {

  /** What is decided. */
  @Nested
  class Plan {

    private static final int MESSAGES = 10;
    private static final long GATHER = 100;

    private final DeliveryPlan plan = new DeliveryPlan(new Window(1, 4, MESSAGES, 5, GATHER, 0));
    private long now = -1_000;

    @Test
    void whatIsThereWhenAConnectionBeginsLeavesAtOnce() {
      plan.connected(0);

      assertThat(plan.next(3, now)).isEqualTo(new Send(1, 0, 3, 0));
    }

    @Test
    void loneMessageLeavesAtOnceIfTheLastRequestIsLongAgo() {
      connect();
      now += GATHER;

      assertThat(plan.next(1, now)).isEqualTo(new Send(1, 0, 1, 0));
    }

    @Test
    void messagesThatFollowCloselyGather() {
      connect();

      assertThat(plan.next(1, now)).isEqualTo(new Later(GATHER));
      now += GATHER - 1;
      assertThat(plan.next(4, now)).isEqualTo(new Later(1));
      now += 1;
      assertThat(plan.next(5, now)).isEqualTo(new Send(1, 0, 5, 0));
    }

    @Test
    void awaitedMessageLeavesAtOnceWithAllBeforeIt() {
      connect();
      plan.awaited(3);

      assertThat(plan.next(4, now)).isEqualTo(new Send(1, 0, 4, 0));
    }

    @Test
    void whoWaitsForWhatWasSentAlreadyHurriesNothing() {
      connect();
      plan.awaited(3);
      sendAndReturn(3);

      assertThat(plan.next(4, now)).isEqualTo(new Later(GATHER));
    }

    @Test
    void awaitedMessageThatCameBackUnacknowledgedLeavesAgainAtOnce() {
      connect();
      plan.awaited(3);
      Send lost = (Send) plan.next(3, now);
      plan.returned(lost.session(), now);

      assertThat(plan.next(3, now)).isEqualTo(new Send(1, 0, 3, 0));
    }

    @Test
    void fullRequestLeavesAtOnce() {
      connect();

      assertThat(plan.next(MESSAGES - 1, now)).isEqualTo(new Later(GATHER));
      assertThat(plan.next(MESSAGES, now)).isEqualTo(new Send(1, 0, MESSAGES, 0));
    }

    @Test
    void anotherLogKeepsNothingOfWhatWasAwaitedInTheFirst() {
      connect();
      plan.awaited(1_000);
      plan.disconnected();
      plan.connected(0);
      sendAndReturn(1);

      assertThat(plan.next(2, now)).isEqualTo(new Later(GATHER));
    }

    /** Connected and greeted; nothing is under way. */
    private void connect() {
      plan.connected(0);
      sendAndReturn(0);
      assertThat(plan.next(0, now)).isInstanceOf(Nothing.class);
    }

    private void sendAndReturn(long length) {
      Send send = (Send) plan.next(length, now);
      plan.acknowledged(send.session(), send.to());
      plan.returned(send.session(), now);
    }
  }

  /** What comes of it, where messages may gather for much longer than a test has patience. */
  @Nested
  class Conversation {

    private static final long HOUR = 3_600_000_000_000L;
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final DurableLog log = new DurableLog(new MemoryStorage());
    private final Told told = new Told();
    private final FakeSecondary secondary = new FakeSecondary();

    @Test
    void awaitedMessageIsDeliveredAndTakesTheGatheredOnesWithIt() {
      log.commit(new Commit().put(LogIdentity.LOG_ID_KEY, "log").put(LogIdentity.EPOCH_KEY, "3"));
      try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
          Replicator replicator =
              new Replicator(
                  told,
                  secondary,
                  new Once(),
                  log,
                  List::of,
                  ReplicationSettings.of(1, 1, 16, 1, HOUR, 0, 1_000),
                  told,
                  threads)) {
        replicator.start();
        await().atMost(PATIENCE).until(replicator::isHeard);
        append("a");
        replicator.signal(false);
        append("b");
        replicator.signal(false);
        assertThat(secondary.messages()).isEmpty();

        append("c");
        replicator.signal(true);

        await().atMost(PATIENCE).until(() -> told.acked == 3);
        assertThat(secondary.messages()).isEqualTo(messages(log));
      }
    }

    private void append(String message) {
      log.commit(new Commit().append(next(log, "id-" + message, message)));
    }
  }

  private static final class Once implements Attempts {
    @Override
    public <T> T untilSuccess(Callable<T> attempt) throws InterruptedException {
      try {
        return attempt.call();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }

    @Override
    public void wake() {}

    @Override
    public void close() {}
  }
}
