package io.replog.core.replication;

import static io.replog.log.TestEntries.messages;
import static io.replog.log.TestEntries.next;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.replog.core.fakes.FakeAttempts;
import io.replog.core.fakes.FakeSecondary;
import io.replog.core.fakes.Reigning;
import io.replog.core.membership.Secondaries;
import io.replog.core.membership.Secondary;
import io.replog.core.progress.Window;
import io.replog.log.DurableLog;
import io.replog.log.storage.Commit;
import io.replog.log.storage.LogFacts;
import io.replog.log.storage.MemoryStorage;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

/**
 * Messages for which no writer waits travel together, here where they may gather for much longer
 * than a test has patience.
 */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class AwaitedDeliveryTest {

  private static final long HOUR = 3_600_000_000_000L;
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final DurableLog log = new DurableLog(new MemoryStorage());
  private final Reigning reigning =
      new Reigning(log, new Window(1, 1, 16, 1_000, 1_000_000, HOUR, 0));
  private final FakeSecondary node = new FakeSecondary();

  @Test
  void awaitedMessageIsDeliveredAndTakesTheGatheredOnesWithIt() {
    log.commit(new Commit().facts(LogFacts.NONE.withLogId("log").withMaster(3, "claim")));
    reigning.membership.begin(List.of(Secondaries.URL));
    Secondary secondary = reigning.membership.members().getFirst();
    try (Replicator replicator =
        new Replicator(secondary, node, new FakeAttempts(), reigning.reign, () -> {})) {
      replicator.start();
      await().atMost(PATIENCE).until(() -> secondary.progress().hasAnswered());
      append("a");
      replicator.signal(false);
      append("b");
      replicator.signal(false);
      assertThat(node.messages()).isEmpty();

      append("c");
      replicator.signal(true);

      await().atMost(PATIENCE).until(() -> secondary.acknowledged() == 3);
      assertThat(node.messages()).isEqualTo(messages(log));
    }
  }

  private void append(String message) {
    log.commit(new Commit().append(next(log, "id-" + message, message)));
  }
}
