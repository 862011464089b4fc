package io.replog.cluster.storm;

import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One target of harm, which suffers one harm at a time.
 *
 * @param rest the longest time without harm between two
 * @param harms what may be done to it; the random numbers decide the details
 */
record Lane(String target, Duration rest, List<Source> harms) {

  /** Makes up a harm of one kind. */
  interface Source {
    Harm next(RandomGenerator random);
  }

  Harm next(RandomGenerator random) {
    return harms.get(random.nextInt(harms.size())).next(random);
  }
}
