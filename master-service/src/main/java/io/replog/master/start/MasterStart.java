package io.replog.master.start;

import io.replog.log.DurableLog;
import io.replog.log.storage.StorageException;
import io.replog.master.append.Appender;
import io.replog.master.cluster.Cluster;
import io.replog.master.mode.Mode;
import io.replog.master.recovery.Peer;
import io.replog.master.recovery.TakeOver;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * How a master comes to take messages: it takes over, however often that must be tried, and only
 * then delivers. One that began a log of its own because it heard of no other gives it up for the
 * one that its secondaries turn out to hold, as long as it has taken nothing.
 */
public final class MasterStart {

  /** Where it happens. */
  public interface Surroundings {
    /** The secondaries as they are now. */
    List<? extends Peer> peers();

    /** Runs {@code body} on a thread of its own. */
    void start(Runnable body);

    /** Waits before the next attempt; false if this node is going down instead. */
    boolean awaitNextAttempt() throws InterruptedException;

    /** It cannot take over yet. Told at each attempt. */
    void obstacle(String why);

    /** Taking over again has ended unforeseen. */
    void failed(Throwable why);
  }

  private final DurableLog log;
  private final TakeOver takeOver;
  private final Mode mode;
  private final Cluster cluster;
  private final Appender appender;
  private final Surroundings surroundings;
  private final AtomicBoolean takingOverAgain = new AtomicBoolean();

  public MasterStart(
      DurableLog log,
      TakeOver takeOver,
      Mode mode,
      Cluster cluster,
      Appender appender,
      Surroundings surroundings) {
    this.log = log;
    this.takeOver = takeOver;
    this.mode = mode;
    this.cluster = cluster;
    this.appender = appender;
    this.surroundings = surroundings;
  }

  /** Takes over and lets deliveries begin. Returns then, or when the node is going down. */
  public void run() {
    cluster.onOtherLog(this::takeOverAgain);
    try {
      while (!tookOver()) {
        if (!surroundings.awaitNextAttempt()) {
          return;
        }
      }
      mode.recovered();
      cluster.deliver();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void takeOverAgain() {
    if (takingOverAgain.compareAndSet(false, true)) {
      surroundings.start(this::takeOverAgainUntilDone);
    }
  }

  private void takeOverAgainUntilDone() {
    AtomicBoolean done = new AtomicBoolean();
    try {
      do {
        appender.exclusively(() -> done.set(tookOverOtherLog())).join();
      } while (!done.get() && surroundings.awaitNextAttempt());
    } catch (CancellationException e) {
      // The appender is closed: this node is going down.
    } catch (CompletionException e) {
      surroundings.failed(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      takingOverAgain.set(false);
    }
  }

  /** Nothing is delivered meanwhile: what is fetched in part is no history to spread. */
  private boolean tookOverOtherLog() {
    if (log.length() > 0 && !mode.isRecovering()) {
      return true; // It has taken a message in between, and keeps its own.
    }
    mode.recovering("the secondaries hold another log");
    cluster.reconnect();
    if (!tookOver()) {
      return false;
    }
    mode.recovered();
    cluster.reconnect();
    return true;
  }

  private boolean tookOver() {
    try {
      takeOver.run(surroundings.peers());
      return true;
    } catch (TakeOver.Outbid e) {
      cluster.fenced(e.epoch());
      return true;
    } catch (TakeOver.Undecidable | StorageException e) {
      surroundings.obstacle(e.getMessage());
      mode.recovering(e.getMessage());
      return false;
    }
  }
}
