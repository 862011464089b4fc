package io.replog.model;

import java.util.OptionalLong;
import java.util.UUID;

/**
 * Ids for messages whose clients gave none: UUIDs of version 8 (RFC 9562, section 5.8) that carry
 * the message's order. Such an id needs no entry in the id index: the log itself, read at that
 * order, says whether the id is there.
 *
 * <pre>
 * unix milliseconds (48 bits) | 8 (4) | random (12) | variant 10 (2) | random (14) | order (48)
 * </pre>
 */
public final class MintedId {

  /** The orders that an id can carry, and with it the longest log. */
  public static final long MAX_ORDER = (1L << 48) - 1;

  private static final int UUID_LENGTH = 36;

  private MintedId() {}

  /** The id for {@code order}; {@code random} makes ids of different logs differ. */
  public static String of(long order, long unixMillis, int random) {
    long high = unixMillis << 16 | 0x8000 | random & 0xfff;
    long low = 1L << 63 | (long) (random >>> 12 & 0x3fff) << 48 | order;
    return new UUID(high, low).toString();
  }

  /** The order that {@code id} carries, if it has the form of a minted id. */
  public static OptionalLong orderOf(String id) {
    if (id.length() != UUID_LENGTH || id.charAt(14) != '8') {
      return OptionalLong.empty();
    }
    try {
      UUID uuid = UUID.fromString(id);
      boolean minted = uuid.version() == 8 && uuid.variant() == 2 && uuid.toString().equals(id);
      return minted
          ? OptionalLong.of(uuid.getLeastSignificantBits() & MAX_ORDER)
          : OptionalLong.empty();
    } catch (IllegalArgumentException e) {
      return OptionalLong.empty();
    }
  }

  /** Whether a message with this id at this order is found without the id index. */
  public static boolean carries(String id, long order) {
    OptionalLong carried = orderOf(id);
    return carried.isPresent() && carried.getAsLong() == order;
  }
}
