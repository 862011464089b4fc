package io.replog.benchmarks.load;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * A POST that a load sends again and again. Its bytes are encoded once; only the digits that make
 * each message unlike all others are written anew, so that sending costs no formatting.
 *
 * @param bytes the encoded request, its number still missing
 * @param places where in it the number's digits stand
 * @param messages how many messages one request carries
 */
public record Request(byte[] bytes, int[] places, int messages) {
  /** Stands in a body for the request's number; as long as the number is. */
  public static final String NUMBER = "@@@@@@@@@@@@@@";

  private static final byte[] MARK = NUMBER.getBytes(StandardCharsets.US_ASCII);

  /** One message of this size. */
  public static Request post(int size, int w) {
    String body = "{\"message\":\"" + message(size) + "\",\"w\":" + w + "}";
    return of("/messages", "application/json", body, 1);
  }

  /** Many messages of this size as NDJSON; they share the request's number. */
  public static Request batch(int count, int size, int w) {
    String body = ("{\"message\":\"" + message(size) + "\"}\n").repeat(count);
    return of("/messages?w=" + w, "application/x-ndjson", body, count);
  }

  public static Request of(String path, String mediaType, String body, int messages) {
    String head =
        "POST %s HTTP/1.1\r\nHost: localhost\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"
            .formatted(path, mediaType, body.getBytes(StandardCharsets.UTF_8).length);
    byte[] bytes = (head + body).getBytes(StandardCharsets.UTF_8);
    return new Request(bytes, places(bytes), messages);
  }

  /** A copy for one connection; {@link #number} changes it in place. */
  ByteBuf buffer() {
    return Unpooled.directBuffer(bytes.length).writeBytes(bytes);
  }

  /** Writes the number into a buffer that {@link #buffer} made. */
  void number(ByteBuf buffer, long number) {
    for (int place : places) {
      long rest = number;
      for (int at = place + MARK.length - 1; at >= place; at--) {
        buffer.setByte(at, (int) ('0' + rest % 10));
        rest /= 10;
      }
    }
  }

  private static int[] places(byte[] text) {
    return IntStream.rangeClosed(0, text.length - MARK.length)
        .filter(at -> text[at] == MARK[0])
        .filter(at -> Arrays.equals(text, at, at + MARK.length, MARK, 0, MARK.length))
        .toArray();
  }

  /** The number, followed by letters that compress no better than letters do. */
  private static String message(int size) {
    StringBuilder text = new StringBuilder(NUMBER);
    Random letters = new Random(size);
    while (text.length() < size) {
      text.append((char) ('a' + letters.nextInt(26)));
    }
    return text.toString();
  }
}
