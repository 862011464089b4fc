package io.replog.core.joining;

import io.replog.core.joining.MasterClient.Answer;
import io.replog.core.joining.MasterClient.Registration;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells the master again and again that this node is here, so that a master that has forgotten it
 * learns of it within one interval. Stops once the master has retired it. Says in the log only what
 * changed.
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

  /** Registers at once, for example because deliveries are welcome again. */
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
      retired = answer == Answer.RETIRED;
      switch (answer) {
        case ACCEPTED -> say("registered at the master " + masterUrl);
        case RETIRED -> say("retired by the master; start this node anew to join again");
        case REFUSED -> say("the master " + masterUrl + " refuses this node; its log says why");
      }
    } catch (IOException e) {
      say("the master %s cannot be reached (%s); asking on".formatted(masterUrl, e.getMessage()));
    }
  }

  private void say(String line) {
    if (!line.equals(last)) {
      log.info(line);
      last = line;
    }
  }
}
