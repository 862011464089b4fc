package io.replog.election.ratis;

import io.replog.election.Elections.Listener;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Decides what a listener is told, from what it was told and how the engine stands. For one thread.
 */
final class Leadership {

  /** Term of the reign under way, or {@link Hints#NONE}. */
  private long reign = Hints.NONE;

  private Optional<String> leader = Optional.empty();

  /**
   * What the listener is to be told now, in this order: that a reign is over, who leads, that a new
   * one began.
   *
   * @param ready latest term in which this node led and had committed
   */
  List<Consumer<Listener>> next(Standing standing, long ready) {
    List<Consumer<Listener>> calls = new ArrayList<>();
    boolean over = reign != Hints.NONE && !(standing.leads() && standing.term() == reign);
    if (over) {
      calls.addAll(end());
    }
    if (!standing.leader().equals(leader)) {
      leader = standing.leader();
      Optional<String> id = leader;
      calls.add(listener -> listener.leader(id));
    }
    if (reign == Hints.NONE && standing.leads() && standing.term() == ready) {
      reign = ready;
      calls.add(listener -> listener.elected(ready));
    }
    return calls;
  }

  /** What the listener is to be told as the engine is no more. */
  List<Consumer<Listener>> end() {
    if (reign == Hints.NONE) {
      return List.of();
    }
    reign = Hints.NONE;
    return List.of(Listener::deposed);
  }
}
