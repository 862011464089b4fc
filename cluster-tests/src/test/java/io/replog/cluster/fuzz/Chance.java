package io.replog.cluster.fuzz;

import java.util.List;
import java.util.SplittableRandom;

/** Everything random of one request, from one seed. */
final class Chance {

  private static final List<String> WORDS =
      List.of(
          "hello", "a b", "ünïcode", "漢字", "🎉", "\u0000", "\n", "\"", "\\", "/", "\u2028", "%");

  private final SplittableRandom random;

  Chance(long seed) {
    this.random = new SplittableRandom(seed);
  }

  boolean oneIn(int n) {
    return below(n) == 0;
  }

  /** From 0 to {@code bound - 1}; 0 for a bound of 0. */
  int below(int bound) {
    return bound <= 1 ? 0 : random.nextInt(bound);
  }

  @SafeVarargs
  final <T> T of(T... choices) {
    return choices[below(choices.length)];
  }

  <T> T of(List<T> choices) {
    return choices.get(below(choices.size()));
  }

  byte[] bytes(int most) {
    byte[] bytes = new byte[below(most + 1)];
    random.nextBytes(bytes);
    return bytes;
  }

  /** A text of any characters, never empty. */
  String text() {
    StringBuilder text = new StringBuilder(of(WORDS));
    for (int more = below(oneIn(50) ? 400 : 4); more > 0; more--) {
      text.append(of(WORDS));
    }
    return text.toString();
  }
}
