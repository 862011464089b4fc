package io.replog.http.tomcat;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.replog.http.startup.Descriptors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class ConnectionLimitTest {

  private static final int FILES = 1000;
  private static final int NOT_SET = 0;

  private final Logger logger = (Logger) LoggerFactory.getLogger(ConnectionLimit.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    lines.start();
    logger.addAppender(lines);
    logger.setAdditive(false);
  }

  @AfterEach
  void leave() {
    logger.detachAppender(lines);
    logger.setAdditive(true);
  }

  @Test
  void theDefaultThatThisMachineDoesNotAllowIsLoweredWithoutAWarning() {
    assertThat(limit(NOT_SET, 20_000)).isEqualTo(18_872);

    assertThat(lines.list)
        .singleElement()
        .satisfies(
            line -> {
              assertThat(line.getLevel()).isEqualTo(Level.INFO);
              assertThat(line.getFormattedMessage()).contains("= 20000", "18872 connections");
            });
  }

  @Test
  void theNumberThatAPersonSetIsLoweredWithAWarning() {
    assertThat(limit(20_000, 256)).isEqualTo(96);

    assertThat(lines.list)
        .singleElement()
        .extracting(ILoggingEvent::getLevel)
        .isEqualTo(Level.WARN);
  }

  @Test
  void aNumberThatFitsIsTakenInSilence() {
    assertThat(limit(300, 1024)).isEqualTo(300);
    assertThat(limit(NOT_SET, 1 << 20)).isEqualTo(20_000);

    assertThat(lines.list).isEmpty();
  }

  private static int limit(int asked, long descriptors) {
    return new ConnectionLimit(asked, FILES, new Descriptors(descriptors)).connections();
  }
}
