package io.replog.core.report;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PacedLogTest {

  private static final long SECOND = 1_000_000_000L;

  // The clock of System.nanoTime may begin anywhere, also below zero.
  private long now = -5 * SECOND;
  private final Logger logger = new LoggerContext().getLogger("test");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final PacedLog paced = new PacedLog(logger, 3, () -> now);

  @BeforeEach
  void listen() {
    logger.setLevel(Level.DEBUG);
    lines.start();
    logger.addAppender(lines);
  }

  @Test
  void fewEventsAreAllSaid() {
    for (int i = 0; i < 3; i++) {
      paced.info("event {}", i);
    }

    assertThat(at(Level.INFO)).containsExactly("event 0", "event 1", "event 2");
    assertThat(at(Level.DEBUG)).isEmpty();
  }

  @Test
  void underLoadTheFirstOfASecondAreSaidAndTheOthersCounted() {
    for (int i = 0; i < 10; i++) {
      paced.info("event {}", i);
    }
    now += SECOND;
    paced.info("event {}", 10);

    assertThat(at(Level.INFO))
        .containsExactly(
            "event 0",
            "event 1",
            "event 2",
            "… and 7 more such events within a second",
            "event 10");
    assertThat(at(Level.DEBUG)).hasSize(7).startsWith("event 3").endsWith("event 9");
  }

  @Test
  void eachSecondHasItsOwnCount() {
    for (int second = 0; second < 3; second++) {
      for (int i = 0; i < 4; i++) {
        paced.info("event {} of {}", i, second);
      }
      now += SECOND;
    }

    assertThat(at(Level.INFO)).filteredOn(line -> line.startsWith("event")).hasSize(9);
    assertThat(at(Level.INFO)).filteredOn(line -> line.contains("and 1 more")).hasSize(2);
  }

  @Test
  void nothingLeftOutIsNotMentioned() {
    paced.info("one");
    now += 10 * SECOND;
    paced.info("two");

    assertThat(at(Level.INFO)).containsExactly("one", "two");
  }

  private List<String> at(Level level) {
    return lines.list.stream()
        .filter(event -> event.getLevel() == level)
        .map(ILoggingEvent::getFormattedMessage)
        .toList();
  }
}
