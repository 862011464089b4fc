package io.replog.benchmarks.load;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Reads HTTP/1.1 answers byte by byte, in whatever pieces they arrive: status, the headers that say
 * where the body ends, and the body, of fixed length or chunked. It understands what servers send
 * to a client that asks plain questions, and refuses the rest.
 */
public final class HttpAnswer {
  /** Where body bytes go. */
  @FunctionalInterface
  public interface Body {
    /** Takes the bytes between the buffer's position and its limit; need not move either. */
    void accept(ByteBuffer part);
  }

  private enum State {
    STATUS,
    HEADER,
    FIXED,
    CHUNK_SIZE,
    CHUNK,
    CHUNK_END,
    TRAILER,
    UNTIL_CLOSE
  }

  private static final int LONGEST_LINE = 8192;
  private static final byte[] LENGTH = "content-length:".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] CODING = "transfer-encoding:".getBytes(StandardCharsets.US_ASCII);

  private final Body body;
  private final byte[] line = new byte[LONGEST_LINE];
  private int lineLength;
  private State state = State.STATUS;
  private int status;
  private long remaining;
  private boolean chunked;

  public HttpAnswer(Body body) {
    this.body = body;
  }

  /** The status of the answer that is being read, or was read last. */
  public int status() {
    return status;
  }

  /** Whether the body has no stated end and lasts until the connection is closed. */
  public boolean untilClose() {
    return state == State.UNTIL_CLOSE;
  }

  /** Takes bytes until one answer is whole; leaves the rest. True when it is. */
  public boolean read(ByteBuffer in) throws IOException {
    while (in.hasRemaining()) {
      boolean whole =
          switch (state) {
            case STATUS, HEADER, CHUNK_SIZE, CHUNK_END, TRAILER -> readLine(in) && endOfLine();
            case FIXED -> readBody(in) && finish();
            case CHUNK -> readBody(in) && next(State.CHUNK_END);
            case UNTIL_CLOSE -> readRest(in);
          };
      if (whole) {
        return true;
      }
    }
    return false;
  }

  private boolean readLine(ByteBuffer in) throws IOException {
    while (in.hasRemaining()) {
      byte b = in.get();
      if (b == '\n') {
        if (lineLength > 0 && line[lineLength - 1] == '\r') {
          lineLength--;
        }
        return true;
      }
      if (lineLength == LONGEST_LINE) {
        throw new IOException("an answer with a header line of more than " + LONGEST_LINE);
      }
      line[lineLength++] = b;
    }
    return false;
  }

  private boolean endOfLine() throws IOException {
    boolean whole =
        switch (state) {
          case STATUS -> statusLine();
          case HEADER -> lineLength == 0 ? endOfHeaders() : header();
          case CHUNK_SIZE -> chunkSize();
          case CHUNK_END -> next(State.CHUNK_SIZE);
          case TRAILER -> lineLength == 0 && finish();
          default -> throw new IllegalStateException(state.name());
        };
    lineLength = 0;
    return whole;
  }

  private boolean statusLine() throws IOException {
    if (lineLength < 12 || line[0] != 'H' || line[8] != ' ') {
      throw new IOException("no HTTP answer: " + text(0));
    }
    status = (line[9] - '0') * 100 + (line[10] - '0') * 10 + line[11] - '0';
    remaining = -1;
    chunked = false;
    return next(State.HEADER);
  }

  private boolean header() throws IOException {
    if (starts(LENGTH)) {
      remaining = decimal(LENGTH.length);
    } else if (starts(CODING)) {
      chunked = text(CODING.length).toLowerCase(java.util.Locale.ROOT).contains("chunked");
    }
    return false;
  }

  private boolean endOfHeaders() {
    if (status < 200) {
      return next(State.STATUS);
    }
    if (status == 204 || status == 304 || remaining == 0) {
      return finish();
    }
    return next(chunked ? State.CHUNK_SIZE : remaining > 0 ? State.FIXED : State.UNTIL_CLOSE);
  }

  private boolean chunkSize() throws IOException {
    int end = 0;
    long size = 0;
    while (end < lineLength && Character.digit(line[end], 16) >= 0) {
      size = size * 16 + Character.digit(line[end++], 16);
    }
    if (end == 0 || end > 12) {
      throw new IOException("no chunk size: " + text(0));
    }
    remaining = size;
    return next(size == 0 ? State.TRAILER : State.CHUNK);
  }

  /** True when the stated length has arrived. */
  private boolean readBody(ByteBuffer in) {
    int part = (int) Math.min(remaining, in.remaining());
    body.accept(in.slice(in.position(), part));
    in.position(in.position() + part);
    remaining -= part;
    return remaining == 0;
  }

  private boolean readRest(ByteBuffer in) {
    body.accept(in.slice());
    in.position(in.limit());
    return false;
  }

  private boolean finish() {
    state = State.STATUS;
    return true;
  }

  private boolean next(State following) {
    state = following;
    return false;
  }

  /** Whether the line starts with a name, given in small letters. */
  private boolean starts(byte[] name) {
    if (lineLength < name.length) {
      return false;
    }
    for (int i = 0; i < name.length; i++) {
      byte b = line[i];
      if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != name[i]) {
        return false;
      }
    }
    return true;
  }

  private long decimal(int from) throws IOException {
    long value = 0;
    int at = from;
    while (at < lineLength && line[at] == ' ') {
      at++;
    }
    if (at == lineLength || lineLength - at > 18) {
      throw new IOException("no length: " + text(0));
    }
    for (; at < lineLength && line[at] != ' '; at++) {
      if (line[at] < '0' || line[at] > '9') {
        throw new IOException("no length: " + text(0));
      }
      value = value * 10 + line[at] - '0';
    }
    return value;
  }

  private String text(int from) {
    return new String(line, from, lineLength - from, StandardCharsets.ISO_8859_1);
  }
}
