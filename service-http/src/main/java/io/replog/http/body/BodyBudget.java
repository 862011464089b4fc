package io.replog.http.body;

import io.replog.http.problem.ProblemException;
import io.replog.model.ProblemType;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Bounds the memory of all request bodies together, so that many large or slow bodies leave heap
 * for other requests. Safe for any thread.
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
    // Atomically: a refused body must not, even briefly, take the room of one that fits.
    long before = taken.getAndUpdate(now -> now + more > bytes ? now : now + more);
    if (before + more > bytes) {
      throw new ProblemException(
          ProblemType.OVERLOADED, "this node is reading too many large bodies");
    }
  }

  void giveBack(long some) {
    taken.addAndGet(-some);
  }
}
