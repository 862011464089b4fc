package io.replog.benchmarks.scenarios;

import java.util.List;
import java.util.Optional;

/** All there are, in the order in which a full run plays them. */
public final class Scenarios {
  public static final List<Scenario> ALL =
      List.of(
          new Posts(),
          new Bare(),
          new OpenLoop(),
          new Batches(),
          new Reads(),
          new CatchUp(),
          new SlowSecondary(),
          new Blocked(),
          new Starts(),
          new WarmUp(),
          new Growth(),
          new Peers());

  private Scenarios() {}

  public static Optional<Scenario> named(String name) {
    return ALL.stream().filter(scenario -> scenario.name().equals(name)).findFirst();
  }
}
