package io.replog.core.joining;

import io.replog.core.joining.MasterClient.Answer;
import io.replog.core.joining.MasterClient.Answer.NoMaster;
import io.replog.core.joining.MasterClient.Answer.Refused;
import io.replog.core.joining.MasterClient.Answer.Registered;
import io.replog.core.joining.MasterClient.Answer.Retired;
import io.replog.core.joining.MasterClient.Registration;
import io.replog.core.threads.SafeLog;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Registers this node at the master periodically, so that a master that has forgotten it learns of
 * it within one interval. Stops once the master has retired it. Logs only what changed.
 */
public final class Joiner {

  private static final Logger log = LoggerFactory.getLogger(Joiner.class);

  private final MasterClient master;
  private final String masterUrl;
  private final Registration registration;
  private final Duration interval;
  private final Semaphore now = new Semaphore(0);
  private final CountDownLatch stopped = new CountDownLatch(1);
  private volatile boolean retired;
  private String last = "";

  // Consecutive answers "not reached": the first comes before the master can have tried.
  private int unreached;

  public Joiner(
      MasterClient master, String masterUrl, Registration registration, Duration interval) {
    this.master = master;
    this.masterUrl = masterUrl;
    this.registration = registration;
    this.interval = interval;
  }

  /** Registers until it is retired or stopped. */
  public void run() {
    try {
      while (stopped.getCount() > 0 && !retired) {
        register();
        now.tryAcquire(interval.toMillis(), TimeUnit.MILLISECONDS);
        now.drainPermits();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Registers now, for example once this node is no longer offline. */
  public void announce() {
    now.release();
  }

  public void stop() {
    stopped.countDown();
    announce();
  }

  public boolean retired() {
    return retired;
  }

  private void register() throws InterruptedException {
    try {
      Answer answer = master.register(registration);
      unreached = answer instanceof Registered known && !known.reached() ? unreached + 1 : 0;
      retired = answer instanceof Retired;
      switch (answer) {
        case Registered registered when unreached > 1 -> warn(notReached(registered));
        case Registered registered -> inform("registered at the master " + masterUrl);
        case Retired none -> inform("retired by the master; start this node anew to join again");
        case Refused refused ->
            warn("the master %s refuses this node: %s".formatted(masterUrl, refused.why()));
        case NoMaster other -> warn("MASTER_URL %s %s".formatted(masterUrl, other.what()));
      }
    } catch (IOException e) {
      inform("the master %s cannot be reached (%s); retrying".formatted(masterUrl, e.getMessage()));
    } catch (RuntimeException | Error e) {
      String line = "registering at the master %s failed; retrying".formatted(masterUrl);
      if (!line.equals(last)) {
        last = line;
        SafeLog.error(log, line, e);
      }
    }
  }

  private String notReached(Registered registered) {
    return "the master %s has not reached this node at %s%s; check SECONDARY_HOST or ADVERTISED_URL"
        .formatted(
            masterUrl,
            registration.url(),
            registered.counts() ? "" : ", and writers do not wait for it");
  }

  private void inform(String line) {
    say(Level.INFO, line);
  }

  private void warn(String line) {
    say(Level.WARN, line);
  }

  private void say(Level level, String line) {
    if (!line.equals(last)) {
      log.atLevel(level).log(line);
      last = line;
    }
  }
}
