package io.replog.core.progress;

import io.replog.core.lock.Guard;
import java.util.concurrent.locks.Condition;

/**
 * How far one secondary is, and what to send to it next (the part of {@code Progress} in etcd's
 * raft). The one source of what counts for {@code w}: {@link #acknowledged()}.
 *
 * <p>A session begins with each connection; what comes back from an earlier session does not count.
 * Safe for any thread: one lock, held for computing only, never while another lock is taken.
 */
public final class Progress {

  /** What to do now. */
  public sealed interface Step {}

  /**
   * Send the orders {@code [from, to)}; an empty delivery if both are equal, to get an answer at
   * all. The secondary was known to hold {@code matched} messages at this decision.
   */
  public record Send(int session, long from, long to, long matched) implements Step {}

  /** Ask again after so many nanoseconds. */
  public record Later(long nanos) implements Step {}

  /** Ask again when something has happened. */
  public record Nothing() implements Step {}

  /** The orders {@code [from, to)} that an answer newly acknowledged. */
  public record Range(long from, long to) {
    static final Range NONE = new Range(0, 0);
  }

  private static final Nothing NOTHING = new Nothing();

  private final Window window;
  private final Guard lock = new Guard();
  private final Condition changed = lock.newCondition();

  // Written under lock, read without it.
  // Invariant while connected: acknowledged <= matched, matched - 1 <= next <= length of the log
  // when last asked, 0 <= next.
  private volatile boolean connected;
  private volatile boolean answered;
  private volatile long acknowledged;
  private volatile String run;

  // Guarded by lock.
  private final Pacing pacing;
  private final Alarm alarm = new Alarm();
  private int session;
  private long matched;
  private long next;
  private int inFlight;
  // Requests of ended sessions that have not come back yet: they count for the window's bound.
  private int late;
  private boolean begun;
  private long awaited;
  private boolean news;
  private boolean closed;

  public Progress(Window window) {
    this.window = window;
    this.pacing = new Pacing(window);
  }

  /**
   * Length of the prefix that the secondary's present process acknowledged: it answered a delivery
   * of this master, so that this much of the log is on its disk. Never goes back while connected.
   */
  public long acknowledged() {
    return acknowledged;
  }

  public boolean isConnected() {
    return connected;
  }

  /** Whether a delivery was answered in the present session. */
  public boolean hasAnswered() {
    return connected && answered;
  }

  /** Requests in flight. */
  public int inFlight() {
    return lock.inside(() -> inFlight);
  }

  /** The process of the secondary with which the last connection was made; null if none was. */
  public String run() {
    return run;
  }

  /** Whether {@code session} is the present one; an ended session must send nothing more. */
  public boolean isCurrent(int session) {
    return lock.inside(() -> isPresent(session));
  }

  private boolean isPresent(int session) {
    return connected && session == this.session;
  }

  /**
   * The process {@code process} holds {@code prefix} entries, which acknowledges nothing. What
   * another process acknowledged no longer counts, even if this one holds it: the disk may have
   * been lost meanwhile, and refilled by an older master.
   */
  public void found(long prefix, String process) {
    lock.inside(
        () -> {
          boolean sameProcess = process != null && process.equals(run);
          acknowledged = sameProcess ? Math.min(prefix, acknowledged) : 0;
        });
  }

  /**
   * A session begins with the process {@code process}, which holds the first {@code prefix}
   * entries. The master resends the last of them, so that the answer acknowledges all of them.
   */
  public void connected(long prefix, String process) {
    lock.inside(
        () -> {
          found(prefix, process);
          disconnected();
          if (closed) {
            return;
          }
          run = process;
          connected = true;
          session++;
          matched = prefix;
          next = Math.max(0, prefix - 1);
          begun = false;
          answered = false;
          awaited = 0;
          pacing.restart();
        });
  }

  /** Ends the connection; late answers from it do not count. */
  public void disconnected() {
    lock.inside(
        () -> {
          connected = false;
          late += inFlight;
          inFlight = 0;
          changed.signalAll();
        });
  }

  /** Ends the connection if {@code session} is the present one; returns whether it was. */
  public boolean failed(int session) {
    return lock.inside(
        () -> {
          boolean present = isPresent(session);
          if (present) {
            disconnected();
          }
          return present;
        });
  }

  /** Ends the connection if it was made with another process than {@code present}. */
  public void disconnectUnlessWith(String present) {
    lock.inside(
        () -> {
          if (connected && run != null && !run.equals(present)) {
            disconnected();
          }
        });
  }

  /** Ends the connection and resets what was acknowledged: the log has changed. */
  public void forget() {
    lock.inside(
        () -> {
          disconnected();
          acknowledged = 0;
        });
  }

  /** Ends the connection for good. */
  public void close() {
    lock.inside(
        () -> {
          closed = true;
          disconnected();
        });
  }

  /** A writer waits for other nodes to hold the first {@code length} messages. */
  public void awaited(long length) {
    lock.inside(() -> awaited = Math.max(awaited, length));
  }

  /**
   * The secondary must learn something that every delivery carries: an empty one tells it if there
   * is no other.
   */
  public void news(long now) {
    lock.inside(
        () -> {
          news = true;
          if (alarm.set(now)) {
            changed.signalAll();
          }
        });
  }

  /** What to send now, given the log's length; what it decides to send counts as in flight. */
  public Step next(long length, long now) {
    return lock.inside(
        () -> {
          Step step = decide(length, now);
          if (step instanceof Later later && alarm.set(now + later.nanos())) {
            changed.signalAll();
          }
          return step;
        });
  }

  private Step decide(long length, long now) {
    boolean toldAll = !news || inFlight > 0;
    boolean nothingToSend = begun && next >= length && toldAll;
    if (!connected || nothingToSend || inFlight + late >= window.most()) {
      return NOTHING;
    }
    if (next >= length) {
      return send(length, now);
    }
    long pause = pacing.pause(inFlight, next, length, next < awaited, now);
    return pause > 0 ? new Later(pause) : send(length, now);
  }

  private Send send(long length, long now) {
    long from = next;
    next = Math.max(next, Math.min(length, next + window.messages()));
    pacing.sent(inFlight++ == 0, length, now);
    begun = true;
    news = false;
    return new Send(session, from, next, matched);
  }

  /**
   * The secondary answered a part of {@code send}: its prefix on disk is {@code prefix} long.
   *
   * @return what this acknowledges beyond what was acknowledged before; none from an ended session
   */
  public Range acknowledged(Send send, long prefix) {
    return lock.inside(
        () -> {
          if (!isPresent(send.session())) {
            return Range.NONE;
          }
          answered = true;
          matched = Math.max(matched, prefix);
          next = Math.max(next, matched);
          long before = acknowledged;
          acknowledged = matched;
          return new Range(before, matched);
        });
  }

  /** All of {@code send} came back, or failed: exactly once for each. */
  public void returned(Send send, long now) {
    lock.inside(
        () -> {
          if (!isPresent(send.session())) {
            late--;
            return;
          }
          inFlight--;
          pacing.returned(inFlight == 0, now);
          if (inFlight == 0) {
            // Nothing is in flight: resend what is not acknowledged by now.
            next = matched;
          }
        });
  }

  /**
   * Waits until the connection has ended, or until it is time to ask {@link #next} again.
   *
   * @return whether it is still connected
   */
  public boolean awaitTurn() throws InterruptedException {
    lock.lock();
    try {
      while (connected && !alarm.rings(System.nanoTime())) {
        alarm.await(changed);
      }
      return connected;
    } finally {
      lock.unlock();
    }
  }
}
