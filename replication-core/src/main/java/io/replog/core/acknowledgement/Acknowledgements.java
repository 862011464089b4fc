package io.replog.core.acknowledgement;

import io.replog.core.membership.Secondary;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * How many nodes hold a message: each secondary acknowledged a prefix, one cumulative number, so
 * the nodes that hold a message are those whose number passes its order (the rule of
 * hashicorp/raft's commitment). The master itself holds every message that callers ask about. Safe
 * for any thread.
 */
public final class Acknowledgements {

  private final String self;
  private final Supplier<List<Secondary>> secondaries;

  /** {@code secondaries}: those that count now; called often, must be cheap. */
  public Acknowledgements(String self, Supplier<List<Secondary>> secondaries) {
    this.self = self;
    this.secondaries = secondaries;
  }

  /** How many nodes there are, this one included. */
  public int nodes() {
    return secondaries.get().size() + 1;
  }

  /** How many nodes hold the message at {@code order}. */
  public int holders(long order) {
    int holders = 1;
    for (Secondary secondary : secondaries.get()) {
      if (secondary.acknowledged() > order) {
        holders++;
      }
    }
    return holders;
  }

  /** The ids of the nodes that hold the message at {@code order}, this one first. */
  public List<String> names(long order) {
    List<String> names = new ArrayList<>();
    names.add(self);
    for (Secondary secondary : secondaries.get()) {
      if (secondary.acknowledged() > order) {
        names.add(secondary.id());
      }
    }
    return names;
  }

  /**
   * Whether enough nodes hold the message at {@code order}. If nodes were retired meanwhile, all
   * that are left suffice.
   */
  public boolean isMet(long order, int required) {
    return holders(order) >= Math.min(required, nodes());
  }
}
