package io.replog.core.membership;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.replog.core.membership.FailureDetector.Patience;
import io.replog.core.membership.HealthProbe.Report;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;

@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class HeartbeatTest {

  private static final Report REPORT = new Report("UP", "secondary", "s1", "run", "log", 1, 0);

  private final AtomicLong clock = new AtomicLong();
  private final AtomicInteger beats = new AtomicInteger();
  private final List<String> told = new CopyOnWriteArrayList<>();
  private final Secondary secondary =
      new Secondary(
          "s1",
          URI.create("http://localhost:5001"),
          null,
          true,
          new FailureDetector(new Patience(15, 40)));
  private volatile boolean reachable = true;
  private volatile boolean unforeseen;
  private volatile CountDownLatch answering = new CountDownLatch(0);
  private final Heartbeat heartbeat =
      new Heartbeat(secondary, this::probe, Duration.ofMillis(1), clock::get, new Told());
  private final Thread thread = Thread.ofVirtual().start(heartbeat);

  private Report probe() throws IOException {
    beats.incrementAndGet();
    try {
      answering.await();
    } catch (InterruptedException e) {
      throw new IOException(e);
    }
    if (unforeseen) {
      throw new IllegalStateException("nobody thought of this");
    }
    if (!reachable) {
      throw new IOException("no answer");
    }
    return REPORT;
  }

  @AfterEach
  void end() throws InterruptedException {
    heartbeat.close();
    answering.countDown();
    thread.join();
  }

  /** At least one whole beat from now on. */
  private void awaitBeat() {
    int before = beats.get();
    await().until(() -> beats.get() >= before + 2);
  }

  @Test
  void statusIsToldWhenItChangesAndOnlyThen() {
    awaitBeat();
    awaitBeat();
    assertThat(changes()).containsExactly("UNHEALTHY to HEALTHY");

    reachable = false;
    awaitBeat();
    clock.addAndGet(20);
    awaitBeat();
    awaitBeat();
    clock.addAndGet(30);
    awaitBeat();
    assertThat(changes())
        .containsExactly("UNHEALTHY to HEALTHY", "HEALTHY to SUSPECTED", "SUSPECTED to UNHEALTHY");

    reachable = true;
    awaitBeat();
    assertThat(changes()).hasSize(4).endsWith("UNHEALTHY to HEALTHY");
  }

  @Test
  void failureThatNobodyForesawEndsNoHeartbeat() {
    unforeseen = true;
    awaitBeat();
    unforeseen = false;

    awaitBeat();
    await().until(() -> changes().contains("UNHEALTHY to HEALTHY"));
  }

  @Test
  void everyAnswerIsASignOfLife() {
    for (int i = 0; i < 10; i++) {
      awaitBeat();
      clock.addAndGet(10);
    }

    assertThat(changes()).containsExactly("UNHEALTHY to HEALTHY");
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

  private void awaitInProbe() {
    await().until(() -> thread.getState() == Thread.State.WAITING);
  }

  private List<String> changes() {
    return told.stream().filter(line -> !line.equals("alive")).toList();
  }

  private final class Told implements Heartbeat.Listener {
    @Override
    public void alive(Secondary who, Report report) {
      assertThat(report).isEqualTo(REPORT);
      who.seen(clock.get(), Instant.EPOCH);
      told.add("alive");
    }

    @Override
    public void statusChanged(Secondary who, NodeStatus before, NodeStatus after) {
      told.add(before + " to " + after);
    }
  }
}
