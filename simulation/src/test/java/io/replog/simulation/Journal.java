package io.replog.simulation;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxy;
import ch.qos.logback.core.UnsynchronizedAppenderBase;
import io.replog.log.storage.StorageException;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Puts what the roles log into the trace; a failure that nobody foresaw is a violation. */
public final class Journal extends UnsynchronizedAppenderBase<ILoggingEvent> {

  /** What these log in the ordinary course is paced by a real clock: no part of a schedule. */
  private static final List<String> PACED =
      List.of("append.Appender", "replication.Sender", "replica.Replica");

  private final Trace trace;

  private Journal(Trace trace) {
    this.trace = trace;
  }

  /** From now on everything is logged into {@code trace}. */
  public static void writeInto(Trace trace) {
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.detachAndStopAllAppenders();
    root.setLevel(Level.INFO);
    PACED.forEach(name -> context.getLogger("io.replog.core." + name).setLevel(Level.WARN));
    Journal journal = new Journal(trace);
    journal.setContext(context);
    journal.start();
    root.addAppender(journal);
  }

  @Override
  protected void append(ILoggingEvent event) {
    trace.add(event.getThreadName() + ": " + event.getFormattedMessage());
    if (event.getThrowableProxy() instanceof ThrowableProxy proxy
        && !(proxy.getThrowable() instanceof StorageException)) {
      trace.violated("nobody foresaw " + proxy.getThrowable());
    }
  }
}
