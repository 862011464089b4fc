package io.replog.cluster.storm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;

/**
 * One target of harm, which suffers one harm at a time.
 *
 * @param leastRest the shortest time without harm between two
 * @param rest the longest one
 * @param longest the longest harm
 * @param harms what may be done to it; the random numbers decide the details
 */
record Lane(
    String target, Duration leastRest, Duration rest, Duration longest, List<Source> harms) {

  private static final Duration LEAST_REST = Duration.ofSeconds(1);

  Lane(String target, Duration rest, Duration longest, List<Source> harms) {
    this(target, LEAST_REST, rest, longest, harms);
  }

  Lane(String target, Duration rest, List<Source> harms) {
    this(target, rest, Duration.ofSeconds(5), harms);
  }

  /** Makes up a harm of one kind. */
  interface Source {
    Harm next(RandomGenerator random);
  }

  /** The same with these kinds of harm; empty if it has none of them. */
  Stream<Lane> only(List<String> kinds) {
    List<Source> wanted =
        harms.stream().filter(each -> kinds.contains(each.next(new Random(0)).kind())).toList();
    return wanted.isEmpty()
        ? Stream.of()
        : Stream.of(new Lane(target, leastRest, rest, longest, wanted));
  }

  /** Every kind once, in any order. */
  List<Harm> round(RandomGenerator random) {
    List<Source> shuffled = new ArrayList<>(harms);
    Collections.shuffle(shuffled, random);
    return shuffled.stream().map(source -> source.next(random)).toList();
  }
}
