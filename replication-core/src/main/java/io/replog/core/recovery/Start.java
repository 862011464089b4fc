package io.replog.core.recovery;

import io.replog.core.append.Appender;
import io.replog.core.mode.Mode;
import io.replog.core.replication.Reign;
import io.replog.core.replication.Replication;
import io.replog.core.threads.SafeLog;
import io.replog.core.threads.ThreadEnd;
import io.replog.core.transport.SecondaryClient;
import io.replog.core.transport.SecondaryClients;
import io.replog.log.DurableLog;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The start of a master: retries the take-over until it succeeds, and only then replicates. A
 * master that created a log, because no secondary reported one, adopts a log that its secondaries
 * turn out to hold, as long as its own is empty.
 */
public final class Start implements AutoCloseable {

  private static final Logger logger = LoggerFactory.getLogger(Start.class);

  private final Reign reign;
  private final DurableLog log;
  private final Mode mode;
  private final Replication replication;
  private final Appender appender;
  private final Opening opening;
  private final SecondaryClients clients;
  private final AtomicBoolean takingOverAgain = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread thread;
  private volatile Map<String, SecondaryClient> connected = Map.of();
  private volatile String lastObstacle;

  public Start(
      Reign reign,
      Replication replication,
      Appender appender,
      Opening opening,
      SecondaryClients clients) {
    this.reign = reign;
    this.log = reign.log();
    this.mode = reign.mode();
    this.replication = replication;
    this.appender = appender;
    this.opening = opening;
    this.clients = clients;
    this.thread = reign.threads().unstarted("take-over", this::run);
  }

  /** Starts on its own thread. */
  public void begin() {
    thread.start();
  }

  /** Takes over and starts replication. Returns then, or when this master has ended. */
  private void run() {
    try {
      while (!tookOver()) {
        if (mode.hasEnded()) {
          return;
        }
        reign.threads().pause();
      }
      mode.recovered();
      replication.begin(reign.mandate().isEmpty() ? this::takeOverAgain : () -> {});
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      ended.countDown();
    }
  }

  /** Waits up to {@code time} until this master accepts messages or has ended. */
  public void awaitEnd(Duration time) throws InterruptedException {
    ended.await(time.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Aborts the calls under way; the mode already says that this master has ended. */
  public void cancel() {
    thread.interrupt();
    connected.values().forEach(SecondaryClient::close);
  }

  /** After {@link #cancel}: waits until the thread has ended, and writes no more. */
  @Override
  public void close() {
    ThreadEnd.await(thread);
  }

  /**
   * A secondary holds another log, and this one holds nothing: takes over again. Does not block.
   */
  private void takeOverAgain() {
    if (takingOverAgain.compareAndSet(false, true)) {
      reign.threads().start("take-over", this::takeOverAgainUntilDone);
    }
  }

  private void takeOverAgainUntilDone() {
    AtomicBoolean done = new AtomicBoolean();
    try {
      while (!mode.hasEnded()) {
        appender.exclusively(() -> done.set(tookOverOtherLog())).join();
        if (done.get()) {
          return;
        }
        reign.threads().pause();
      }
    } catch (CancellationException e) {
      // The appender is closed: this master has ended.
    } catch (CompletionException e) {
      // The next connection to the secondary begins this again.
      obstacle(SafeLog.reason(e.getCause()), e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      takingOverAgain.set(false);
    }
  }

  /** Replication pauses meanwhile: a partly fetched log must not be replicated. */
  private boolean tookOverOtherLog() {
    if (!log.isEmpty() && !mode.isRecovering()) {
      return true; // It accepted a message in between, and keeps its own.
    }
    mode.recovering("the secondaries hold another log");
    replication.reconnect();
    if (!tookOver()) {
      return false;
    }
    mode.recovered();
    replication.reconnect();
    return true;
  }

  private boolean tookOver() {
    try {
      connected = connect();
      if (mode.hasEnded()) {
        cancel(); // It may have been called before it could see these.
      }
      opening.run(connected);
      return true;
    } catch (TakeOver.Superseded e) {
      mode.fence(e.epoch());
      return true;
    } catch (TakeOver.CannotTakeOver e) {
      return obstacle(e.getMessage(), null);
    } catch (RuntimeException | Error e) {
      return obstacle(SafeLog.reason(e), e);
    } finally {
      connected.values().forEach(SecondaryClient::close);
    }
  }

  private Map<String, SecondaryClient> connect() {
    Map<String, SecondaryClient> ways = new LinkedHashMap<>();
    opening.others().forEach((name, url) -> ways.put(name, clients.connectPatiently(url)));
    return ways;
  }

  /** Logs each obstacle once; the caller retries for ever. */
  private boolean obstacle(String why, Throwable unforeseen) {
    if (!why.equals(lastObstacle)) {
      SafeLog.error(logger, "cannot take over yet: {}", why, unforeseen);
    }
    lastObstacle = why;
    mode.recovering(why);
    return false;
  }
}
