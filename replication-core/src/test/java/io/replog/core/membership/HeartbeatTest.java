package io.replog.core.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import io.replog.core.fakes.BrokenLogger;
import io.replog.core.fakes.LogLines;
import io.replog.core.fakes.SilentClient;
import io.replog.core.transport.NodeHealth;
import io.replog.core.transport.TransportException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class HeartbeatTest {

  private static final NodeHealth HEALTH = new NodeHealth("secondary", "s1", "run", "log", 1);

  private final AtomicLong clock = new AtomicLong();
  private final AtomicInteger beats = new AtomicInteger();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final Secondary secondary = Secondaries.listed("s1", Secondaries.WINDOW);
  private final LogLines lines = LogLines.of(Heartbeat.class);
  private volatile boolean reachable = true;
  private volatile Supplier<Error> unforeseen;
  private volatile Error unforeseenSilence;
  private volatile CountDownLatch answering = new CountDownLatch(0);
  private final Heartbeat heartbeat =
      new Heartbeat(secondary, new Client(), Duration.ofMillis(1), clock::get, new Told());
  private final Thread thread = Thread.ofVirtual().start(heartbeat);

  private final class Client extends SilentClient {
    @Override
    public NodeHealth health() throws TransportException {
      beats.incrementAndGet();
      try {
        answering.await();
      } catch (InterruptedException e) {
        throw new TransportException("interrupted", e);
      }
      if (unforeseen != null) {
        throw unforeseen.get();
      }
      return reachable ? HEALTH : super.health();
    }
  }

  @AfterEach
  void end() throws InterruptedException {
    heartbeat.close();
    answering.countDown();
    thread.join();
    lines.close();
  }

  /** At least one whole beat from now on. */
  private void awaitBeat() {
    int before = beats.get();
    await().until(() -> beats.get() >= before + 2);
  }

  @Test
  void failureWhileAStatusIsToldEndsNoHeartbeatNotEvenWhereItCannotBeLogged() {
    awaitBeat();
    unforeseenSilence = new AssertionError("nobody thought of this");
    reachable = false;
    clock.addAndGet(50);
    awaitBeat();
    await().until(() -> secondary.lastFailure().isPresent());
    assertThat(lines.at(Level.ERROR)).hasSize(1);
    unforeseen = () -> new AssertionError("nor of this");
    BrokenLogger.during(this::awaitBeat, Heartbeat.class);
    awaitBeat();
    assertThat(secondary.lastFailure()).hasValue("nor of this");
  }

  @Test
  void statusIsToldWhenItChangesAndOnlyThen() {
    awaitBeat();
    awaitBeat();
    assertThat(changes()).containsExactly("INFO secondary s1 is HEALTHY, was UNHEALTHY");

    reachable = false;
    awaitBeat();
    clock.addAndGet(20);
    awaitBeat();
    awaitBeat();
    clock.addAndGet(30);
    awaitBeat();
    assertThat(changes())
        .containsExactly(
            "INFO secondary s1 is HEALTHY, was UNHEALTHY",
            "WARN secondary s1 is SUSPECTED, was HEALTHY",
            "WARN secondary s1 is UNHEALTHY, was SUSPECTED");

    reachable = true;
    awaitBeat();
    assertThat(told.stream().filter("silent"::equals)).hasSize(1);
    assertThat(changes()).hasSize(4).endsWith("INFO secondary s1 is HEALTHY, was UNHEALTHY");
  }

  @Test
  void failureThatNobodyForesawEndsNoHeartbeat() {
    unforeseen = () -> new AssertionError("nobody thought of this");
    awaitBeat();
    awaitBeat();
    assertThat(lines.at(Level.ERROR)).as("told once").hasSize(1);
    assertThat(secondary.lastFailure()).hasValue("nobody thought of this");
    unforeseen = null;

    awaitBeat();
    await().until(() -> changes().contains("INFO secondary s1 is HEALTHY, was UNHEALTHY"));
  }

  @Test
  void everyAnswerIsASignOfLife() {
    for (int i = 0; i < 10; i++) {
      awaitBeat();
      clock.addAndGet(10);
    }

    assertThat(changes()).containsExactly("INFO secondary s1 is HEALTHY, was UNHEALTHY");
  }

  @Test
  void answerThatComesAfterTheEndIsNotTold() throws InterruptedException {
    awaitBeat();
    answering = new CountDownLatch(1);
    awaitInProbe();
    told.clear();

    heartbeat.close();
    answering.countDown();
    thread.join();

    assertThat(told).isEmpty();
  }

  @Test
  void askingOutOfTurnTellsOfTheAnswerAtOnce() {
    heartbeat.close();
    await().until(() -> !thread.isAlive());
    told.clear();
    Heartbeat another =
        new Heartbeat(secondary, new Client(), Duration.ofDays(1), clock::get, new Told());

    another.ask();
    assertThat(told).containsExactly("alive");
    reachable = false;
    another.ask();
    another.close();
    reachable = true;
    another.ask();

    assertThat(told).containsExactly("alive");
  }

  private void awaitInProbe() {
    await().until(() -> thread.getState() == Thread.State.WAITING);
  }

  private List<String> changes() {
    return lines.all().stream().filter(line -> line.contains(", was ")).toList();
  }

  private final class Told implements Heartbeat.Listener {
    @Override
    public void alive(Secondary who, NodeHealth report) {
      assertThat(report).isEqualTo(HEALTH);
      who.seen(clock.get(), Instant.EPOCH);
      told.add("alive");
    }

    @Override
    public void silent(Secondary who) {
      if (unforeseenSilence != null) {
        throw unforeseenSilence;
      }
      told.add("silent");
    }
  }
}
