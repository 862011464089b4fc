package io.replog.core.joining;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.replog.core.joining.MasterClient.Answer;
import io.replog.core.joining.MasterClient.Answer.NoMaster;
import io.replog.core.joining.MasterClient.Answer.Refused;
import io.replog.core.joining.MasterClient.Answer.Registered;
import io.replog.core.joining.MasterClient.Answer.Retired;
import io.replog.core.joining.MasterClient.Registration;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.slf4j.LoggerFactory;

@Timeout(value = 3, unit = TimeUnit.MINUTES, threadMode = ThreadMode.SEPARATE_THREAD)
class JoinerTest {

  private static final Registration SELF =
      new Registration("secondary-5001", "http://localhost:5001", "run-1");
  private static final Answer ACCEPTED = new Registered(true, true);
  private static final Duration SOON = Duration.ofMillis(1);
  private static final Duration NEVER = Duration.ofHours(1);

  private final FakeMaster master = new FakeMaster();
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final Logger log = (Logger) LoggerFactory.getLogger(Joiner.class);
  private Joiner joiner;
  private Thread thread;

  /** Answers as it was told last, and counts. */
  private static final class FakeMaster implements MasterClient {
    final AtomicInteger asked = new AtomicInteger();
    final List<Registration> registrations = new CopyOnWriteArrayList<>();
    volatile Answer answer = ACCEPTED;
    volatile IOException failure;
    volatile Error unforeseen;

    @Override
    public Answer register(Registration registration) throws IOException {
      registrations.add(registration);
      asked.incrementAndGet();
      if (failure != null) {
        throw failure;
      }
      if (unforeseen != null) {
        throw unforeseen;
      }
      return answer;
    }

    void awaitMoreQuestions() {
      int before = asked.get();
      await().until(() -> asked.get() >= before + 2);
    }
  }

  @BeforeEach
  void listen() {
    lines.start();
    log.addAppender(lines);
  }

  @AfterEach
  void end() throws InterruptedException {
    joiner.stop();
    thread.join();
    log.detachAppender(lines);
  }

  private void start(Duration interval) {
    joiner = new Joiner(master, "http://master", SELF, interval);
    thread = Thread.ofVirtual().start(joiner::run);
  }

  @Test
  void failureThatNobodyForesawIsLoggedOnceAndEndsNotTheJoining() {
    master.unforeseen = new NoClassDefFoundError("io/replog/Missing");
    start(SOON);
    master.awaitMoreQuestions();
    master.awaitMoreQuestions();
    master.unforeseen = null;
    master.awaitMoreQuestions();

    assertThat(List.copyOf(lines.list))
        .extracting(line -> line.getLevel() + " " + line.getFormattedMessage())
        .containsExactly(
            "ERROR registering at the master http://master failed; retrying",
            "INFO registered at the master http://master");
    assertThat(lines.list.getFirst().getThrowableProxy().getMessage()).contains("Missing");
  }

  @Test
  void nodeRegistersAgainAndAgainSoThatAMasterThatForgotItLearnsOfIt() {
    start(SOON);

    await().until(() -> master.asked.get() >= 5);

    assertThat(master.registrations).containsOnly(SELF);
    assertThat(joiner.retired()).isFalse();
  }

  @Test
  void nodeAsksOnWhileTheMasterCannotBeReachedOrRefusesIt() {
    master.failure = new IOException("refused");
    start(SOON);
    master.awaitMoreQuestions();

    master.failure = null;
    master.answer = new Refused("409 why");
    master.awaitMoreQuestions();

    master.answer = ACCEPTED;
    master.awaitMoreQuestions();
    assertThat(joiner.retired()).isFalse();
  }

  @Test
  void retiredNodeStopsAsking() throws InterruptedException {
    master.answer = new Retired();
    start(SOON);

    thread.join();

    assertThat(joiner.retired()).isTrue();
    assertThat(master.asked).hasValue(1);
  }

  @Test
  void announcementIsMadeAtOnce() {
    start(NEVER);
    await().until(() -> master.asked.get() == 1);

    joiner.announce();

    await().until(() -> master.asked.get() >= 2);
  }

  @Test
  void stopEndsThePauseAtHand() throws InterruptedException {
    start(NEVER);
    await().until(() -> master.asked.get() == 1);

    joiner.stop();

    thread.join();
    assertThat(master.asked.get()).isEqualTo(1);
  }

  @Test
  void logSaysOnlyWhatChanged() {
    start(SOON);
    master.awaitMoreQuestions();
    master.failure = new IOException("no route");
    master.awaitMoreQuestions();
    master.failure = new IOException("no answer");
    master.awaitMoreQuestions();
    master.failure = null;
    master.awaitMoreQuestions();
    master.answer = new Refused("409 why");
    master.awaitMoreQuestions();

    assertThat(List.copyOf(lines.list))
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "registered at the master http://master",
            "the master http://master cannot be reached (no route); retrying",
            "the master http://master cannot be reached (no answer); retrying",
            "registered at the master http://master",
            "the master http://master refuses this node: 409 why");
  }

  @Test
  void nodeThatTheMasterDoesNotReachSaysWhichSettingToCheck() {
    start(SOON);
    master.awaitMoreQuestions();
    master.answer = new Registered(false, false);
    master.awaitMoreQuestions();
    master.awaitMoreQuestions();
    master.answer = new Registered(false, true);
    master.awaitMoreQuestions();
    master.answer = ACCEPTED;
    master.awaitMoreQuestions();

    assertThat(List.copyOf(lines.list))
        .extracting(line -> line.getLevel() + " " + line.getFormattedMessage())
        .containsExactly(
            "INFO registered at the master http://master",
            "WARN the master http://master has not reached this node at http://localhost:5001,"
                + " and writers do not wait for it; check SECONDARY_HOST or ADVERTISED_URL",
            "WARN the master http://master has not reached this node at http://localhost:5001;"
                + " check SECONDARY_HOST or ADVERTISED_URL",
            "INFO registered at the master http://master");
  }

  @Test
  void masterThatHadNoTimeToReachTheNodeIsGivenIt() {
    master.answer = new Registered(false, false);
    start(NEVER);

    await().until(() -> !lines.list.isEmpty());
    master.answer = ACCEPTED;
    joiner.announce();
    await().until(() -> master.asked.get() >= 2);

    assertThat(List.copyOf(lines.list))
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly("registered at the master http://master");
  }

  @Test
  void whatIsNoMasterIsSaidOnce() {
    master.answer = new NoMaster("answers, but not as a Replog master (200 text/html)");
    start(SOON);
    master.awaitMoreQuestions();

    assertThat(List.copyOf(lines.list))
        .extracting(line -> line.getLevel() + " " + line.getFormattedMessage())
        .containsExactly(
            "WARN MASTER_URL http://master answers, but not as a Replog master (200 text/html)");
  }
}
