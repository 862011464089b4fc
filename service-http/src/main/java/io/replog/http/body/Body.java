package io.replog.http.body;

import java.util.Arrays;

/** A request's whole body; it keeps its share of the budget until closed. */
public final class Body implements AutoCloseable {

  private final BodyBudget budget;
  private byte[] bytes;
  private long taken;

  Body(BodyBudget budget, byte[] bytes) {
    this.budget = budget;
    this.bytes = bytes;
  }

  public byte[] bytes() {
    return bytes;
  }

  /** Resizes to {@code size} bytes in all. */
  void resize(int size) {
    long more = size - taken;
    if (more > 0) {
      budget.take(more);
      taken = size;
    }
    bytes = Arrays.copyOf(bytes, size);
  }

  @Override
  public void close() {
    budget.giveBack(taken);
    taken = 0;
  }
}
