package io.replog.core.progress;

/**
 * When the next request to one secondary may leave. A lone message leaves at once. While the usual
 * number of requests is in flight, messages gather into the next one, as in TCP; if answers are
 * slow, further requests leave meanwhile, so that a delay costs one delay and not one per message.
 * Where no writer waits for an acknowledgement, messages gather briefly in any case, because a
 * request costs both nodes far more than a message in it. Catching up yields to writers: after each
 * full request it pauses, as long as the secondary gains on them.
 *
 * <p>Without clock, thread or I/O; guarded by the lock of its {@link Progress}.
 */
final class Pacing {

  /** A further request may leave after this part of the oldest one's age. */
  private static final int AGE_SHARE = 5;

  /**
   * Upper bound of a catch-up pause. A slower request is waiting for the network or the secondary,
   * not for this CPU.
   */
  static final long MAX_YIELD_NANOS = 50_000_000;

  private static final long NOT_SENT = -1;

  private final Window window;
  private long lastSentAt;
  private long firstSentAt;
  private long lengthAtLastSend = NOT_SENT;
  private long yieldsUntil;

  Pacing(Window window) {
    this.window = window;
  }

  /** A connection begins: its first request leaves at once. */
  void restart() {
    lengthAtLastSend = NOT_SENT;
  }

  /**
   * Nanoseconds from {@code now} that a request starting at the order {@code next} must wait; 0 or
   * less if it may leave.
   *
   * @param length of the log
   * @param awaited whether a writer waits for an acknowledgement of what is sent next
   */
  long pause(int inFlight, long next, long length, boolean awaited, long now) {
    long backlog = length - next;
    if (yieldsUntil - now > 0 && yieldsToWriters(backlog, length)) {
      return yieldsUntil - now;
    }
    long sinceLast = now - lastSentAt;
    if (inFlight >= window.usual()) {
      return Math.max(window.spacingNanos(), (now - firstSentAt) / AGE_SHARE) - sinceLast;
    }
    boolean mayGather = lengthAtLastSend != NOT_SENT && !awaited && backlog < window.messages();
    return mayGather ? window.gatherNanos() - sinceLast : 0;
  }

  /**
   * Whether the backlog exceeds one request, and writers have appended since the last one, but at
   * most half a request.
   */
  private boolean yieldsToWriters(long backlog, long length) {
    long written = length - lengthAtLastSend;
    return lengthAtLastSend != NOT_SENT
        && backlog > window.messages()
        && written > 0
        && written <= window.messages() / 2;
  }

  /** A request left; {@code only} says whether no other one is in flight. */
  void sent(boolean only, long length, long now) {
    if (only) {
      firstSentAt = now;
    }
    lastSentAt = now;
    lengthAtLastSend = length;
    yieldsUntil = now + yieldFor(Long.MAX_VALUE);
  }

  /** A request was answered; {@code last}: no other one is in flight. */
  void returned(boolean last, long now) {
    firstSentAt = now;
    if (last) {
      yieldsUntil = now + yieldFor(now - lastSentAt);
    }
  }

  /** The pause after a request that took {@code nanos}. */
  private long yieldFor(long nanos) {
    return Math.min(MAX_YIELD_NANOS, (long) (window.yield() * nanos));
  }
}
