package io.replog.benchmarks;

import io.replog.benchmarks.load.HttpPost;
import io.replog.benchmarks.load.Template;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The messages of a load: of one size, each with its own number, followed by letters that compress
 * no better than letters do.
 */
public record Payload(String text) {
  /** Lines of a batch, as the goals of this project state it. */
  public static final int BATCH = 1_000;

  public static Payload ofSize(int bytes) {
    Random letters = new Random(bytes);
    String rest =
        IntStream.range(0, bytes - Template.NUMBER.length())
            .mapToObj(i -> String.valueOf((char) ('a' + letters.nextInt(26))))
            .collect(Collectors.joining());
    return new Payload(Template.NUMBER + rest);
  }

  /** Posts one message at a time. */
  public HttpPost post(int w) {
    String body = "{\"message\":\"" + text + "\",\"w\":" + w + "}";
    return new HttpPost("/messages", "application/json", body);
  }

  /** Posts many messages in one request; they share the request's number. */
  public HttpPost batch(int lines, int w) {
    String body = ("{\"message\":\"" + text + "\"}\n").repeat(lines);
    return new HttpPost("/messages?w=" + w, "application/x-ndjson", body);
  }
}
