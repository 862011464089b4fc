package io.replog.cluster.storm;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Random;

/**
 * Which harm comes when: on each lane all kinds before any kind again. The same seed, lanes and
 * length make the same schedule.
 */
record Schedule(List<Step> steps, Duration length) {

  private static final int SHORTEST_MS = 200;

  static Schedule plan(long seed, Duration length, List<Lane> lanes) {
    List<Step> steps = new ArrayList<>();
    for (Lane lane : lanes) {
      steps.addAll(plan(new Random(seed ^ lane.target().hashCode()), length, lane));
    }
    steps.sort(Comparator.comparing(Step::at));
    return new Schedule(List.copyOf(steps), length);
  }

  private static List<Step> plan(Random random, Duration length, Lane lane) {
    List<Step> steps = new ArrayList<>();
    Deque<Harm> harms = new ArrayDeque<>();
    Duration at = rest(random, lane);
    while (at.compareTo(length) < 0) {
      Duration lasting = between(SHORTEST_MS, lane.longest(), random);
      if (harms.isEmpty()) {
        harms.addAll(lane.round(random));
      }
      steps.add(new Step(lane.target(), at, lasting, harms.remove()));
      at = at.plus(lasting).plus(rest(random, lane));
    }
    return steps;
  }

  private static Duration rest(Random random, Lane lane) {
    return between((int) lane.leastRest().toMillis(), lane.rest(), random);
  }

  private static Duration between(int millis, Duration longest, Random random) {
    return Duration.ofMillis(random.nextInt(millis, (int) longest.toMillis()));
  }

  /** The steps of one target, in their order. */
  List<Step> of(String target) {
    return steps.stream().filter(step -> step.target().equals(target)).toList();
  }
}
