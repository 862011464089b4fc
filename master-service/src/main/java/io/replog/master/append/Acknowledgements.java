package io.replog.master.append;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * How far each secondary is known to hold the log: one cumulative number each, so that the nodes
 * holding a message are those whose number passes its order (the rule of hashicorp/raft's
 * commitment). The master itself holds everything that is asked about. Safe for any thread.
 */
public final class Acknowledgements {

  /** What is known of one secondary. */
  public interface Source {
    String id();

    /** Length of the prefix that it has on its disk. */
    long acked();
  }

  private final String self;
  private final Supplier<? extends List<? extends Source>> secondaries;

  /** {@code secondaries}: those that count now; called often, must be cheap. */
  public Acknowledgements(String self, Supplier<? extends List<? extends Source>> secondaries) {
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
    for (Source secondary : secondaries.get()) {
      if (secondary.acked() > order) {
        holders++;
      }
    }
    return holders;
  }

  /** The ids of the nodes that hold the message at {@code order}, this one first. */
  public List<String> names(long order) {
    List<String> names = new ArrayList<>();
    names.add(self);
    for (Source secondary : secondaries.get()) {
      if (secondary.acked() > order) {
        names.add(secondary.id());
      }
    }
    return names;
  }

  /**
   * Whether enough nodes hold the message at {@code order}. Where nodes were retired since, all
   * that are left are enough.
   */
  public boolean isMet(long order, int required) {
    return holders(order) >= Math.min(required, nodes());
  }
}
