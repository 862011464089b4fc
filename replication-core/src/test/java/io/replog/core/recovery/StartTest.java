package io.replog.core.recovery;

import static io.replog.log.TestEntries.chain;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.replog.core.MasterRole;
import io.replog.core.fakes.LocalCluster;
import io.replog.core.fakes.LocalNode;
import io.replog.core.fakes.LogLines;
import io.replog.core.fakes.SilentClient;
import io.replog.log.DurableLog;
import io.replog.log.TestEntries;
import io.replog.log.storage.LogFacts;
import io.replog.log.storage.MemoryStorage;
import io.replog.model.Delivery;
import io.replog.model.ReplicaStatus;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Taking over, however often that must be tried. */
@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class StartTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final LocalCluster cluster = new LocalCluster();
  private final DurableLog log = new DurableLog(new MemoryStorage());
  private final LogLines lines = LogLines.of(Start.class);
  private volatile Throwable unforeseen;
  private MasterRole master;

  @BeforeAll
  static void patience() {
    Awaitility.setDefaultTimeout(LONG);
  }

  @AfterEach
  void end() {
    lines.close();
    master.close();
  }

  private void start() {
    master = cluster.master(log);
    master.start();
  }

  private static Stream<Throwable> unforeseen() {
    return Stream.of(new NullPointerException("log_id"), new StackOverflowError());
  }

  @ParameterizedTest
  @MethodSource("unforeseen")
  void failureThatNobodyForesawIsAnObstacleToldOnceAndTriedAgain(Throwable failure)
      throws InterruptedException {
    unforeseen = failure;
    cluster.add("s1", Broken::new);
    start();
    await().until(() -> cluster.threads.pauses.get() > 3);
    assertThat(master.mode().isRecovering()).isTrue();
    assertThat(master.mode().closed().orElseThrow().detail())
        .contains(failure.getClass().getSimpleName());
    assertThat(lines.at(Level.ERROR)).hasSize(1).allMatch(line -> line.contains("take over"));

    unforeseen = null;

    master.awaitDecision(LONG);
    assertThat(master.mode().label()).isEqualTo("read-write");
    assertThat(lines.at(Level.ERROR)).hasSize(1);
  }

  private final class Broken extends SilentClient {
    @Override
    public ReplicaStatus status(OptionalLong at)
        throws io.replog.core.transport.TransportException {
      switch (unforeseen) {
        case RuntimeException e -> throw e;
        case Error e -> throw e;
        case null, default -> {
          return super.status(at);
        }
      }
    }
  }

  @Test
  void epochThatCannotBeFollowedIsAnObstacleThatNamesIt() {
    LocalNode s1 = cluster.node("s1");
    s1.begin().accept(new Delivery(Delivery.MAX_EPOCH, "claim", "log", chain(1)));

    start();
    await().until(() -> cluster.threads.pauses.get() > 3);

    assertThat(master.mode().closed().orElseThrow().detail())
        .contains(Long.toString(Delivery.MAX_EPOCH));
    assertThat(lines.at(Level.ERROR)).hasSize(1);
    assertThat(log.facts()).isEqualTo(LogFacts.NONE);
  }

  @Test
  void masterOfAnEmptyLogGivesItUpForTheOneOfASecondaryThatComesLater()
      throws InterruptedException {
    LocalNode s1 = cluster.node("s1");
    s1.begin().accept(new Delivery(4, "claim", "log", chain(3)));
    s1.away(true);
    start();
    master.awaitDecision(LONG);
    assertThat(log.facts().logId()).isPresent().get().isNotEqualTo("log");

    s1.away(false);

    await().until(() -> log.facts().isLog("log") && log.length() == 3);
    await().until(() -> master.mode().label().equals("read-write"));
    assertThat(log.facts().epoch()).isEqualTo(5);
  }

  @Test
  void g8_masterThatHoldsAMessageKeepsItsLog() throws InterruptedException {
    LocalNode s1 = cluster.node("s1");
    s1.begin().accept(new Delivery(4, "claim", "log", chain(3)));
    log.commit(TestEntries.appending(chain(1)).facts(LogFacts.NONE.withLogId("own")));

    start();
    master.awaitDecision(LONG);

    await().until(() -> master.secondaries().getFirst().condition().isPresent());
    assertThat(log.facts().logId()).hasValue("own");
    assertThat(master.mode().label()).isEqualTo("read-write");
    assertThat(s1.log.length()).isEqualTo(3);
  }
}
