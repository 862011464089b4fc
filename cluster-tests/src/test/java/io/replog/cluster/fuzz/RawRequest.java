package io.replog.cluster.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A request, or what pretends to be one: nothing is checked, and each character up to the body is
 * sent as one byte.
 *
 * @param headers whole lines
 * @param spare the body names a host that is to be called, and must stay as it is
 */
record RawRequest(
    String method,
    String target,
    String version,
    List<String> headers,
    Framing framing,
    byte[] body,
    boolean spare) {

  /** How the end of the body is told. */
  enum Framing {
    /** Not at all, unless the headers do. */
    NONE,
    LENGTH,
    CHUNKS
  }

  private static final int CHUNK = 7;
  private static final int SHOWN = 2_000;

  static RawRequest of(String method, String target, String... headers) {
    List<String> all = new ArrayList<>(List.of("Host: x", "Connection: close"));
    all.addAll(List.of(headers));
    return new RawRequest(method, target, "HTTP/1.1", all, Framing.NONE, new byte[0], false);
  }

  RawRequest method(String other) {
    return new RawRequest(other, target, version, headers, framing, body, spare);
  }

  RawRequest target(String other) {
    return new RawRequest(method, other, version, headers, framing, body, spare);
  }

  RawRequest version(String other) {
    return new RawRequest(method, target, other, headers, framing, body, spare);
  }

  RawRequest headers(List<String> others) {
    return new RawRequest(method, target, version, others, framing, body, spare);
  }

  RawRequest header(String line) {
    List<String> more = new ArrayList<>(headers);
    more.add(line);
    return headers(more);
  }

  RawRequest framed(Framing other) {
    return new RawRequest(method, target, version, headers, other, body, spare);
  }

  /** With a body, and its length told. */
  RawRequest body(byte[] other) {
    Framing told = framing == Framing.NONE ? Framing.LENGTH : framing;
    return new RawRequest(method, target, version, headers, told, other, spare);
  }

  RawRequest spared() {
    return new RawRequest(method, target, version, headers, framing, body, true);
  }

  boolean isHead() {
    return method.equals("HEAD");
  }

  /** Whether the first line has two words, as in HTTP/0.9: answered by a body alone. */
  boolean isOfVersion09() {
    return (method + " " + target + " " + version).strip().split("[ \t]+").length < 3;
  }

  /** Tomcat answers {@code OPTIONS *} by itself, and never with a body. */
  boolean isForWholeServer() {
    return method.equals("OPTIONS") && target.equals("*");
  }

  /** The path, without what follows it. */
  String path() {
    return target.split("[?;]", 2)[0];
  }

  byte[] bytes() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    line(out, method + " " + target + " " + version);
    headers.forEach(header -> line(out, header));
    switch (framing) {
      case NONE -> line(out, "");
      case LENGTH -> line(out, "Content-Length: " + body.length + "\r\n");
      case CHUNKS -> line(out, "Transfer-Encoding: chunked\r\n");
    }
    if (framing == Framing.CHUNKS) {
      writeChunks(out);
    } else {
      out.writeBytes(body);
    }
    return out.toByteArray();
  }

  private void writeChunks(ByteArrayOutputStream out) {
    // Few bytes each where that makes no endless number of chunks.
    int size = Math.max(CHUNK, body.length / 100);
    for (int from = 0; from < body.length; from += size) {
      byte[] chunk = Arrays.copyOfRange(body, from, Math.min(body.length, from + size));
      line(out, Integer.toHexString(chunk.length));
      out.writeBytes(chunk);
      line(out, "");
    }
    line(out, "0\r\n");
  }

  private static void line(ByteArrayOutputStream out, String text) {
    out.writeBytes((text + "\r\n").getBytes(ISO_8859_1));
  }

  /** As it was sent, with what cannot be printed escaped. */
  @Override
  public String toString() {
    return Printable.of(bytes(), SHOWN);
  }
}
