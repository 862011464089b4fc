package io.replog.benchmarks.scenarios;

import io.replog.benchmarks.load.HttpAnswer;
import java.nio.ByteBuffer;

/** Counts the messages of an answer as it streams by, without keeping it. */
final class MessageCount {
  private static final int BUFFER = 256 * 1024;

  private final byte[] part = new byte[BUFFER];
  private long bytes;
  private long lines;
  private long strings;
  private boolean inside;
  private boolean escaped;

  /** Of {@code {"messages":["…","…"]}}: every string but the first, which is the name. */
  HttpAnswer.Body ofJson() {
    return buffer -> take(buffer, this::countStrings);
  }

  /** Of NDJSON: every line. */
  HttpAnswer.Body ofLines() {
    return buffer -> take(buffer, this::countLines);
  }

  long bytes() {
    return bytes;
  }

  long messages() {
    return lines + Math.max(0, strings - 1);
  }

  private void take(ByteBuffer buffer, java.util.function.IntConsumer count) {
    bytes += buffer.remaining();
    ByteBuffer rest = buffer.duplicate();
    while (rest.hasRemaining()) {
      int length = Math.min(rest.remaining(), part.length);
      rest.get(part, 0, length);
      count.accept(length);
    }
  }

  private void countLines(int length) {
    for (int i = 0; i < length; i++) {
      if (part[i] == '\n') {
        lines++;
      }
    }
  }

  private void countStrings(int length) {
    for (int i = 0; i < length; i++) {
      byte b = part[i];
      if (escaped) {
        escaped = false;
      } else if (b == '\\') {
        escaped = inside;
      } else if (b == '"') {
        inside = !inside;
        strings += inside ? 0 : 1;
      }
    }
  }
}
