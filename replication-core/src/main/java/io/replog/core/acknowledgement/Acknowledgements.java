package io.replog.core.acknowledgement;

import io.replog.core.membership.Secondary;
import io.replog.core.voting.Electorate;
import io.replog.model.WriteConcern;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * How many nodes hold a message: each secondary acknowledged a prefix, one cumulative number, so
 * the nodes that hold a message are those whose number passes its order (the rule of
 * hashicorp/raft's commitment). The master itself holds every message that callers ask about. Safe
 * for any thread.
 */
public final class Acknowledgements {

  /**
   * Required of a write in place of a number: a majority of the voters, whoever they are by then.
   */
  public static final int MAJORITY_OF_VOTERS = 0;

  private final String self;
  private final Supplier<List<Secondary>> secondaries;
  private final Optional<Electorate> electorate;

  /** Of a fixed master. {@code secondaries}: those that count now; called often, must be cheap. */
  public Acknowledgements(String self, Supplier<List<Secondary>> secondaries) {
    this(self, secondaries, Optional.empty());
  }

  /** {@code electorate}: of an elected master. */
  public Acknowledgements(
      String self, Supplier<List<Secondary>> secondaries, Optional<Electorate> electorate) {
    this.self = self;
    this.secondaries = secondaries;
    this.electorate = electorate;
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

  /** How many nodes {@code concern} asks for, or {@link #MAJORITY_OF_VOTERS}. */
  public int required(WriteConcern concern) {
    return electorate.isPresent() && concern instanceof WriteConcern.Majority
        ? MAJORITY_OF_VOTERS
        : concern.required(nodes());
  }

  /**
   * {@code required} as a number of the nodes that there are now. While the voters change, nodes of
   * both sets may make fewer a majority than all nodes have.
   */
  public int number(int required) {
    return required == MAJORITY_OF_VOTERS
        ? electorate.orElseThrow().smallestMajority()
        : Math.min(required, nodes());
  }

  /**
   * Whether enough nodes hold the message at {@code order}. If nodes were retired meanwhile, all
   * that are left suffice. While the voters of an elected master change, who asks for a majority of
   * the old or of the new ones gets one of both.
   */
  public boolean isMet(long order, int required) {
    if (electorate.isEmpty()) {
      return holders(order) >= Math.min(required, nodes());
    }
    Electorate voters = electorate.get();
    boolean enough = required == MAJORITY_OF_VOTERS || holders(order) >= number(required);
    boolean asksForMajority =
        required == MAJORITY_OF_VOTERS || required >= voters.smallestMajority();
    return enough && (!asksForMajority || voters.isMajority(id -> holds(id, order)));
  }

  /**
   * Whether a message stays whichever node is elected next, as far as is known: {@code holders} are
   * a majority of the voters, of both sets during a change. Empty where no election chooses the
   * master.
   */
  public Optional<Boolean> survivesFailover(List<String> holders) {
    return electorate.map(voters -> voters.isMajority(holders::contains));
  }

  private boolean holds(String id, long order) {
    for (Secondary secondary : secondaries.get()) {
      if (secondary.id().equals(id)) {
        return secondary.acknowledged() > order;
      }
    }
    return false;
  }
}
