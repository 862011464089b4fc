package io.replog.cluster.storm;

import java.time.Duration;

/**
 * A harm and its time.
 *
 * @param at from the beginning of the storm
 * @param lasting from its own beginning
 */
record Step(String target, Duration at, Duration lasting, Harm harm) {

  @Override
  public String toString() {
    return "%6.1f s  %-28s %s for %.1f s"
        .formatted(at.toMillis() / 1e3, target, harm, lasting.toMillis() / 1e3);
  }
}
