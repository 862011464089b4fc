package io.replog.node.election;

import io.replog.core.view.ClusterView;
import io.replog.core.view.SecondaryView;
import java.util.Comparator;
import java.util.Optional;
import java.util.function.Predicate;

/** Which voter a master hands over to: the others wait least for the one with most messages. */
public final class Heir {

  private Heir() {}

  /** The voter id of the best healthy one; empty if none is healthy. */
  public static Optional<String> best(ClusterView view) {
    return most(view, voter -> voter.status().equals("HEALTHY"));
  }

  /** The voter for whose id {@code wanted} holds, healthy or not. */
  public static Optional<String> named(ClusterView view, Predicate<String> wanted) {
    return most(view, voter -> wanted.test(voter.id()));
  }

  private static Optional<String> most(ClusterView view, Predicate<SecondaryView> wanted) {
    return view.secondaries().stream()
        .filter(SecondaryView::counts)
        .filter(wanted)
        .max(Comparator.comparingLong(SecondaryView::acknowledged))
        .map(SecondaryView::id);
  }
}
