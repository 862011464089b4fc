package io.replog.cluster;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ThrowingRunnable;

/** Waits for conditions, never for a time. */
public final class Eventually {

  private static final Duration PATIENCE = Duration.ofSeconds(300);

  private Eventually() {}

  /** Repeats the assertions until they hold; what still fails at the end of patience is thrown. */
  public static void eventually(ThrowingRunnable assertions) {
    Awaitility.await()
        .atMost(PATIENCE)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(50))
        .ignoreExceptions()
        .untilAsserted(assertions);
  }
}
