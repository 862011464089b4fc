package io.replog.core.fakes;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.slf4j.LoggerFactory;

/** Whatever a class logs fails, as if a class of the logger could not be loaded. */
public final class BrokenLogger extends AppenderBase<ILoggingEvent> {

  @Override
  protected void append(ILoggingEvent event) {
    throw new NoClassDefFoundError("no class for " + event.getFormattedMessage());
  }

  /** Runs {@code work} while these classes cannot log. */
  public static void during(ThrowingCallable work, Class<?>... types) {
    BrokenLogger broken = new BrokenLogger();
    broken.start();
    List<Logger> loggers =
        Stream.of(types).map(type -> (Logger) LoggerFactory.getLogger(type)).toList();
    loggers.forEach(logger -> logger.addAppender(broken));
    try {
      work.call();
    } catch (RuntimeException | Error e) {
      throw e;
    } catch (Throwable e) {
      throw new AssertionError(e);
    } finally {
      loggers.forEach(logger -> logger.detachAppender(broken));
    }
  }
}
