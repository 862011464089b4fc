package io.replog.cluster.storm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.random.RandomGenerator;

/**
 * One target of harm, which suffers one harm at a time.
 *
 * @param rest the longest time without harm between two
 * @param longest the longest harm
 * @param harms what may be done to it; the random numbers decide the details
 */
record Lane(String target, Duration rest, Duration longest, List<Source> harms) {

  Lane(String target, Duration rest, List<Source> harms) {
    this(target, rest, Duration.ofSeconds(5), harms);
  }

  /** Makes up a harm of one kind. */
  interface Source {
    Harm next(RandomGenerator random);
  }

  /** Every kind once, in any order. */
  List<Harm> round(RandomGenerator random) {
    List<Source> shuffled = new ArrayList<>(harms);
    Collections.shuffle(shuffled, random);
    return shuffled.stream().map(source -> source.next(random)).toList();
  }
}
