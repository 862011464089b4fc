package io.replog.http.body;

import io.replog.http.problem.ProblemException;
import io.replog.model.ProblemType;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The memory that request bodies may take at a time, all requests together: however many clients
 * send large bodies, or slow ones, the heap keeps room for the others. Safe for any thread.
 */
public final class BodyBudget {

  private final long bytes;
  private final AtomicLong taken = new AtomicLong();

  /** {@code bytes}: the most that all bodies may take together. */
  public BodyBudget(long bytes) {
    this.bytes = bytes;
  }

  /** How many bytes are taken now. */
  public long taken() {
    return taken.get();
  }

  /** Takes {@code more}, or refuses with 503 without taking any. */
  void take(long more) {
    // In one step: what is refused must not, for a moment, take the room of what fits.
    long before = taken.getAndUpdate(now -> now + more > bytes ? now : now + more);
    if (before + more > bytes) {
      throw new ProblemException(
          ProblemType.OVERLOADED, "too many large bodies are being read on this node");
    }
  }

  void giveBack(long some) {
    taken.addAndGet(-some);
  }
}
