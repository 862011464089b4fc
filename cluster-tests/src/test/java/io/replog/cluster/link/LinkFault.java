package io.replog.cluster.link;

import java.time.Duration;

/** What is wrong with a link. */
public sealed interface LinkFault {

  /** Nothing. */
  record Sound() implements LinkFault {}

  /**
   * Packets vanish both ways. As TCP repeats them, what was under way arrives after the fault is
   * over, however late.
   */
  record Cut() implements LinkFault {}

  /** Packets vanish one way only. */
  record OneWay(Direction lost) implements LinkFault {}

  /** Every chunk arrives later by {@code by}. */
  record Delayed(Duration by) implements LinkFault {}

  /** One byte at a time, {@code gap} apart. */
  record Trickle(Duration gap) implements LinkFault {}

  /** Connections are reset, the present ones and every new one. */
  record Resetting() implements LinkFault {}

  /** The far end of the present connections is gone, and the near end is never told. */
  record HalfOpen() implements LinkFault {}

  LinkFault SOUND = new Sound();

  /** Whether bytes going this way are held back. */
  default boolean stops(Direction direction) {
    return switch (this) {
      case Cut cut -> true;
      case OneWay oneWay -> oneWay.lost() == direction;
      default -> false;
    };
  }
}
