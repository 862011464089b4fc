package io.replog.cluster.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import io.replog.cluster.client.Json;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Reads answers strictly: what is not well-formed HTTP/1.1 is an {@link IOException}. */
final class AnswerReader {

  private static final int MAX_LINE = 10_000;
  private static final String HEADER = "[!#$%&'*+.^_`|~0-9A-Za-z-]+:[\\t\\x20-\\x7e\\x80-\\xff]*";

  private final InputStream in;

  AnswerReader(InputStream in) {
    this.in = new BufferedInputStream(in);
  }

  /** {@code head}: the first of them answers a HEAD. */
  List<RawAnswer> all(boolean head) throws IOException {
    List<RawAnswer> answers = new ArrayList<>();
    for (String first = firstLine(); first != null; first = firstLine()) {
      RawAnswer answer = answer(first, head && answers.isEmpty());
      if (answer.status() >= 200) {
        answers.add(answer);
      }
      if (answer.header("content-type").startsWith("text/event-stream")) {
        break; // It has no end.
      }
    }
    return answers;
  }

  /**
   * What comes back for a first line of two words, which is HTTP/0.9: a body alone. Nothing is
   * answered so but that it is not spoken here.
   */
  List<RawAnswer> bare(boolean head) throws IOException {
    byte[] body = in.readAllBytes();
    String text = new String(body, ISO_8859_1);
    if (text.startsWith("HTTP/1.1 ")) {
      return new AnswerReader(new ByteArrayInputStream(body)).all(head);
    }
    int status = Json.read(body).path("status").asInt();
    return List.of(new RawAnswer(status, Map.of("content-type", "application/problem+json"), body));
  }

  private String firstLine() throws IOException {
    try {
      in.mark(1);
      if (in.read() < 0) {
        return null;
      }
      in.reset();
    } catch (SocketException e) {
      return null; // Reset after the last answer, as the node left a part of the request unread.
    }
    return line();
  }

  private RawAnswer answer(String first, boolean head) throws IOException {
    if (!first.matches("HTTP/1\\.1 [1-5][0-9]{2} .*")) {
      throw new IOException("not a status line: " + first);
    }
    int status = Integer.parseInt(first.substring(9, 12));
    Map<String, String> headers = new LinkedHashMap<>();
    for (String line = line(); !line.isEmpty(); line = line()) {
      if (!line.matches(HEADER)) {
        throw new IOException("not a header: " + line);
      }
      int colon = line.indexOf(':');
      headers.merge(
          line.substring(0, colon).toLowerCase(Locale.ROOT),
          line.substring(colon + 1).strip(),
          (a, b) -> a + ", " + b);
    }
    boolean bare = head || status < 200 || status == 204 || status == 304;
    return new RawAnswer(status, headers, bare ? new byte[0] : body(headers));
  }

  private byte[] body(Map<String, String> headers) throws IOException {
    if (headers.getOrDefault("content-type", "").startsWith("text/event-stream")) {
      return new byte[0];
    }
    if (headers.getOrDefault("transfer-encoding", "").equals("chunked")) {
      return chunks();
    }
    String length = headers.get("content-length");
    if (length == null) {
      return in.readAllBytes();
    }
    return exactly(Integer.parseInt(length));
  }

  private byte[] chunks() throws IOException {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    while (true) {
      byte[] chunk = exactly(Integer.parseInt(line(), 16));
      body.writeBytes(chunk);
      if (!line().isEmpty()) {
        throw new IOException("a chunk is longer than it says");
      }
      if (chunk.length == 0) {
        return body.toByteArray();
      }
    }
  }

  private byte[] exactly(int length) throws IOException {
    byte[] bytes = in.readNBytes(length);
    if (bytes.length < length) {
      throw new IOException("the answer ends after %d of %d bytes".formatted(bytes.length, length));
    }
    return bytes;
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0 || line.size() > MAX_LINE) {
        throw new IOException("a line without end: " + line.toString(ISO_8859_1));
      }
      line.write(b);
    }
    String text = line.toString(ISO_8859_1);
    if (!text.endsWith("\r")) {
      throw new IOException("a line ends without CR: " + text);
    }
    return text.substring(0, text.length() - 1);
  }
}
