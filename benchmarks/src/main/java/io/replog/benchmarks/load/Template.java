package io.replog.benchmarks.load;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * A request whose bytes are all known beforehand, but for places where the request's number stands
 * in decimal digits. Sending one costs no formatting and no allocation.
 */
public final class Template {
  /** Stands in a text for the number; as long as the number is. */
  public static final String NUMBER = "@@@@@@@@@@@@@@";

  private final ByteBuffer bytes;
  private final int[] places;

  public Template(String text) {
    this(text.getBytes(StandardCharsets.UTF_8));
  }

  public Template(byte[] encoded) {
    bytes = ByteBuffer.allocateDirect(encoded.length).put(encoded);
    places = places(encoded, NUMBER.getBytes(StandardCharsets.US_ASCII));
  }

  /** The request with this number, from its first byte to its last. */
  public ByteBuffer with(long number) {
    for (int place : places) {
      digits(place, number);
    }
    return bytes.clear();
  }

  private void digits(int place, long number) {
    long rest = number;
    for (int at = place + NUMBER.length() - 1; at >= place; at--) {
      bytes.put(at, (byte) ('0' + rest % 10));
      rest /= 10;
    }
  }

  private static int[] places(byte[] text, byte[] mark) {
    return java.util.stream.IntStream.rangeClosed(0, text.length - mark.length)
        .filter(at -> text[at] == mark[0] && text[at + mark.length - 1] == mark[0])
        .filter(at -> java.util.Arrays.equals(text, at, at + mark.length, mark, 0, mark.length))
        .toArray();
  }
}
