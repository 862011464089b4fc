package io.replog.cluster.storm;

import io.replog.cluster.client.Client;
import io.replog.cluster.storm.Writer.Concern;
import java.util.List;
import java.util.random.RandomGenerator;

/** Any of three equal nodes, each of which passes on what only the master can do. */
record AnyNode(List<Client> nodes) implements Writer.Addressee {

  private static final List<Concern> CONCERNS =
      List.of(
          Concern.of(1),
          Concern.of(1),
          Concern.of(2),
          Concern.of(3),
          new Concern("majority", 2),
          new Concern("majority", 2),
          new Concern("all", 3));

  /** 400: a clock that jumps may end the reading of a body. */
  static final List<Integer> REFUSALS = List.of(400, 503);

  /** 507: a full disk. */
  static final List<Integer> EXCUSES = List.of(507);

  @Override
  public Client next(RandomGenerator random) {
    return nodes.get(random.nextInt(nodes.size()));
  }

  @Override
  public List<Concern> concerns() {
    return CONCERNS;
  }

  @Override
  public List<Integer> refusals() {
    return REFUSALS;
  }

  @Override
  public List<Integer> excuses() {
    return EXCUSES;
  }
}
