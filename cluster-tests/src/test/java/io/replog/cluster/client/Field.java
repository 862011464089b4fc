package io.replog.cluster.client;

import java.time.Duration;

/**
 * A member of a posted message beside its text.
 *
 * @param value as Jackson writes it: a number, a string
 */
public record Field(String name, Object value) {

  public static Field w(int nodes) {
    return new Field("w", nodes);
  }

  /** {@code "majority"} or {@code "all"}. */
  public static Field w(String word) {
    return new Field("w", word);
  }

  public static Field id(String id) {
    return new Field("id", id);
  }

  public static Field id(long id) {
    return new Field("id", id);
  }

  public static Field timeout(Duration wait) {
    return new Field("timeout_ms", wait.toMillis());
  }
}
