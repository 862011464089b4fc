package io.replog.model;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Valid input with something wrong with it, by a seed. */
public final class Damage {

  /** What one round does. */
  @FunctionalInterface
  public interface Round {
    void run(Random random) throws Exception;
  }

  private static final List<String> TOKENS =
      List.of(
          "\"",
          "\\",
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "null",
          "true",
          "-1",
          "1e999",
          "99999999999999999999",
          "\\ud83d",
          "\\u0000",
          "\n",
          "\r\n",
          "\u0000",
          "\ufeff",
          "ü",
          "🎉",
          "\"w\":1,",
          "\"id\":",
          "[[[[[[[[[");

  private Damage() {}

  /** Runs {@code round} that often; what it throws is told with the seed that repeats it. */
  public static void repeat(int rounds, Round round) {
    long seed = Long.getLong("replog.fuzz.seed", System.nanoTime());
    for (int i = 0; i < rounds; i++) {
      try {
        round.run(new Random(seed + i));
      } catch (Exception | Error e) {
        throw new AssertionError(
            "-Dreplog.fuzz.seed=%d fails at once: %s".formatted(seed + i, e), e);
      }
    }
  }

  /** {@code valid} after up to three damages, so also as it is now and then. */
  public static byte[] of(Random random, byte[] valid) {
    byte[] damaged = valid.clone();
    for (int more = random.nextInt(4); more > 0; more--) {
      damaged = one(random, damaged);
    }
    return damaged;
  }

  private static byte[] one(Random random, byte[] bytes) {
    int at = random.nextInt(bytes.length + 1);
    return switch (random.nextInt(6)) {
      case 0 -> Arrays.copyOf(bytes, at);
      case 1 -> inserted(bytes, at, token(random));
      case 2 -> inserted(bytes, at, Arrays.copyOfRange(bytes, random.nextInt(at + 1), at));
      case 3 -> inserted(bytes, at, new byte[] {(byte) random.nextInt()});
      default -> flipped(random, bytes, at);
    };
  }

  private static byte[] token(Random random) {
    return TOKENS
        .get(random.nextInt(TOKENS.size()))
        .getBytes(java.nio.charset.StandardCharsets.UTF_8);
  }

  private static byte[] flipped(Random random, byte[] bytes, int at) {
    byte[] flipped = bytes.clone();
    if (at < flipped.length) {
      flipped[at] ^= (byte) (1 << random.nextInt(8));
    }
    return flipped;
  }

  private static byte[] inserted(byte[] bytes, int at, byte[] more) {
    byte[] longer = Arrays.copyOf(bytes, bytes.length + more.length);
    System.arraycopy(bytes, at, longer, at + more.length, bytes.length - at);
    System.arraycopy(more, 0, longer, at, more.length);
    return longer;
  }
}
