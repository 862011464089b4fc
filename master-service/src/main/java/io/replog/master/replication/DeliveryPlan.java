package io.replog.master.replication;

/**
 * Decides what may be sent to one secondary now. A lone message leaves at once; while as many
 * requests as usual are under way, messages gather into the next one, as TCP does; and where
 * requests are slow to come back, further ones leave in between, so that a delay costs one delay
 * and not one for each message. Where no writer waits for an acknowledgement, messages gather for a
 * short while in any case, because each request costs both nodes far more than a message in it. A
 * secondary that is far behind lets those who write go first: after each full request it pauses, as
 * long as it gains on them.
 *
 * <p>Guarded by its owner's lock; without clock or I/O. A session begins with each connection; what
 * comes back from an earlier session does not count.
 */
final class DeliveryPlan {

  /** What to do now. */
  sealed interface Step {}

  /**
   * Send orders {@code [from, to)}; none of them if both are equal, to be heard of at all. When
   * this was decided, the secondary was known to hold {@code acked} messages.
   */
  record Send(int session, long from, long to, long acked) implements Step {}

  /** Ask again after so many nanoseconds. */
  record Later(long nanos) implements Step {}

  /** Ask again when something has happened. */
  record Nothing() implements Step {}

  private static final Nothing NOTHING = new Nothing();

  /** A further request may leave after this part of the oldest one's age. */
  private static final int AGE_SHARE = 5;

  /** What takes longer waits for the way, or for the other side, and costs nobody here anything. */
  static final long MAX_YIELD_NANOS = 50_000_000;

  private static final long NOT_SENT = -1;

  private final Window window;

  // Invariant while connected: acked - 1 <= next <= length of the log when last asked, and 0 <=
  // next.
  // Volatile for those who only ask, without the lock.
  private volatile boolean connected;
  private volatile boolean heard;
  private int session;
  private long acked;
  private long next;
  private int inFlight;
  private boolean greeted;
  private long lastSentAt;
  private long firstSentAt;
  private long lengthAtLastSend;
  private long yieldsUntil;
  private long awaited;

  DeliveryPlan(Window window) {
    this.window = window;
  }

  /**
   * The secondary holds the first {@code prefix} entries: go on from there. The last of them is
   * sent once more, so that an answer to this master counts for all of them.
   */
  void connected(long prefix) {
    connected = true;
    session++;
    acked = prefix;
    next = Math.max(0, prefix - 1);
    inFlight = 0;
    greeted = false;
    heard = false;
    lengthAtLastSend = NOT_SENT;
    awaited = 0;
  }

  void disconnected() {
    connected = false;
    inFlight = 0;
  }

  boolean isConnected() {
    return connected;
  }

  boolean isCurrent(int session) {
    return connected && session == this.session;
  }

  /** Whether an acknowledgement has come in this session. */
  boolean isHeard() {
    return connected && heard;
  }

  /** Length of the prefix that the secondary is known to hold. */
  long acked() {
    return acked;
  }

  /** A writer waits for other nodes to hold the first {@code length} messages. */
  void awaited(long length) {
    awaited = Math.max(awaited, length);
  }

  Step next(long length, long now) {
    boolean nothingToSay = greeted && next >= length;
    if (!connected || nothingToSay || inFlight >= window.most()) {
      return NOTHING;
    }
    if (yieldsUntil - now > 0 && yieldsToWriters(length)) {
      return new Later(yieldsUntil - now);
    }
    if (inFlight < window.usual()) {
      long pause = window.gatherNanos() - (now - lastSentAt);
      if (pause > 0 && mayGather(length)) {
        return new Later(pause);
      }
    } else {
      long pause =
          Math.max(window.spacingNanos(), (now - firstSentAt) / AGE_SHARE) - (now - lastSentAt);
      if (pause > 0) {
        return new Later(pause);
      }
    }
    return send(length, now);
  }

  /** Whether nobody waits for what is still to be sent, and one request has place for more. */
  private boolean mayGather(long length) {
    return lengthAtLastSend != NOT_SENT && next >= awaited && length - next < window.messages();
  }

  /**
   * Whether there is more to send than fits into one request, and somebody has written since the
   * last one, yet so little that this secondary gains on them.
   */
  private boolean yieldsToWriters(long length) {
    long written = length - lengthAtLastSend;
    return lengthAtLastSend != NOT_SENT
        && length - next > window.messages()
        && written > 0
        && written <= window.messages() / 2;
  }

  /** How long to leave the processors to others after what took {@code nanos}. */
  private long yieldFor(long nanos) {
    return Math.min(MAX_YIELD_NANOS, (long) (window.yield() * nanos));
  }

  private Send send(long length, long now) {
    long from = next;
    next = Math.max(next, Math.min(length, next + window.messages()));
    if (inFlight++ == 0) {
      firstSentAt = now;
    }
    lastSentAt = now;
    lengthAtLastSend = length;
    yieldsUntil = now + yieldFor(Long.MAX_VALUE);
    greeted = true;
    return new Send(session, from, next, acked);
  }

  /**
   * A part of what was sent in {@code session} is on the secondary's disk, up to {@code prefix}.
   */
  void acknowledged(int session, long prefix) {
    if (isCurrent(session)) {
      heard = true;
      acked = Math.max(acked, prefix);
      next = Math.max(next, acked);
    }
  }

  /** A request of {@code session} came back. */
  void returned(int session, long now) {
    if (!isCurrent(session)) {
      return;
    }
    inFlight--;
    firstSentAt = now;
    if (inFlight == 0) {
      yieldsUntil = now + yieldFor(now - lastSentAt);
      // All that was sent has come back: what is not acknowledged by now must be sent again.
      next = acked;
    }
  }

  /**
   * The bounds of sending.
   *
   * @param usual requests in flight before messages gather, at least 1
   * @param most requests in flight at all
   * @param messages in one request
   * @param spacingNanos between requests beyond the usual ones, at least
   * @param gatherNanos how long messages gather, counted from the last request, where no writer
   *     waits for them to be acknowledged
   * @param yield how long to pause while others write, as a multiple of what a request took
   */
  record Window(
      int usual, int most, int messages, long spacingNanos, long gatherNanos, double yield) {}
}
