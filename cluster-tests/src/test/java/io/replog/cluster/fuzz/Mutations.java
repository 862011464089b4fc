package io.replog.cluster.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.replog.cluster.fuzz.RawRequest.Framing;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Makes one thing wrong with a request. */
final class Mutations {

  private static final List<String> METHODS =
      List.of(
          "GET",
          "HEAD",
          "POST",
          "PUT",
          "DELETE",
          "PATCH",
          "OPTIONS",
          "TRACE",
          "CONNECT",
          "BREW",
          "get",
          "",
          "GET ",
          "P\u00f6ST",
          "X".repeat(9000));

  private static final List<String> IN_TARGET =
      List.of(
          "%zz",
          "%",
          "%00",
          "%2f",
          "%2e%2e/",
          "%ff%fe",
          "%C3%28",
          ";a=b",
          ";a=%zz",
          ";",
          "//",
          "/",
          "/../",
          "\\",
          "?",
          "??",
          "#",
          "&&",
          "=",
          "?from=%zz",
          "&limit=%",
          "?from=1&from=2",
          "\u00e4",
          "<>",
          "{}",
          "|",
          "^",
          "\u0000",
          "\u007f",
          "+",
          "*",
          ".json",
          "%252f",
          "%E2%80%A8");

  private static final List<String> TARGETS =
      List.of(
          "*",
          "",
          "/",
          "//",
          "messages",
          "http://x/messages",
          "http://",
          "x:80",
          "/" + "a/".repeat(300));

  private static final List<String> HEADERS =
      List.of(
          "Accept: text/html",
          "Accept: text/xml",
          "Accept: nonsense",
          "Accept: */*;q=2",
          "Accept: ,",
          "Accept: application/x-ndjson",
          "Accept: text/event-stream",
          "Accept:",
          "Content-Type: text/plain",
          "Content-Type: application/json;charset=utf-16",
          "Content-Type: application/json;charset=nonsense",
          "Content-Type: application/x-ndjson",
          "Content-Type: multipart/form-data; boundary=x",
          "Content-Type: multipart/form-data",
          "Content-Type: application/x-www-form-urlencoded",
          "Content-Type: nonsense",
          "Content-Type: application/vnd.replog.entries",
          "Content-Type: application/json",
          "Content-Encoding: gzip",
          "Accept-Encoding: gzip;q=x",
          "Accept-Language: -",
          "Accept-Charset: x",
          "Authorization: Bearer",
          "Authorization: Bearer wrong",
          "Authorization: Basic eDp5",
          "Authorization: \u00e4",
          "Idempotency-Key: key",
          "Idempotency-Key:",
          "Idempotency-Key: \"key\"",
          "Idempotency-Key: \"k\\\"ey\\\\\"",
          "Idempotency-Key: \"k\\ey",
          "Idempotency-Key: \u00e4",
          "Last-Event-ID: 0",
          "Last-Event-ID: 0-00c0ffee00c0ffee",
          "Last-Event-ID: 999999999999999999",
          "Last-Event-ID: x",
          "If-None-Match: *",
          "If-None-Match: \"",
          "If-None-Match: W/\"x\", ,\"y\"",
          "If-Match: \"x\"",
          "If-Modified-Since: x",
          "If-Unmodified-Since: Thu, 01 Jan 1970 00:00:00 GMT",
          "Range: bytes=0-",
          "Range: bytes=99999-",
          "Range: bytes=-1,5-x",
          "Range: x",
          "Origin: http://elsewhere",
          "Origin: null",
          "Access-Control-Request-Method: POST",
          "Access-Control-Request-Method: x",
          "Expect: 100-continue",
          "Expect: x",
          "Upgrade: h2c",
          "Upgrade: websocket",
          "Connection: Upgrade",
          "Connection: keep-alive",
          "Cookie: a=\"b; c",
          "TE: trailers",
          "Host: y",
          "Host:",
          "Host: [::1",
          "Host: a b",
          "Host: x:99999",
          "X-HTTP-Method-Override: DELETE",
          "X-Forwarded-Host: y",
          "X-Forwarded-Prefix: /y",
          "X-Forwarded-Proto: x",
          "Forwarded: for=\"",
          "no colon",
          "Space : before",
          ": no name",
          " folded",
          "X-Nul: a\u0000b",
          "X-High: \u00ff",
          "X-Cr: a\rb",
          "X\u00e4: b");

  private static final List<String> LENGTHS =
      List.of(
          "Content-Length: -1",
          "Content-Length: x",
          "Content-Length: 99999999999999999999",
          "Content-Length: 1\r\nContent-Length: 2",
          "Content-Length: 0",
          "Content-Length: 3",
          "Content-Length: 100000",
          "Content-Length: 3000000000",
          "Content-Length:",
          "Content-Length: +5",
          "Transfer-Encoding: chunked",
          "Transfer-Encoding: gzip",
          "Transfer-Encoding: x, chunked",
          "Transfer-Encoding: chunked\r\nContent-Length: 5",
          "Transfer-Encoding: chunked, chunked",
          "Transfer-Encoding:");

  private static final List<String> IN_BODY =
      List.of(
          "\"",
          "\\",
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "null",
          "1e999",
          "\\ud83d",
          "\\u0000",
          "\n",
          "\r\n",
          "\n\n",
          "\u0000",
          "\ufeff",
          "/*",
          "\"w\":1,",
          "\"message\":\"again\",",
          "0\r\n\r\n",
          "zz\r\n");

  private Mutations() {}

  static RawRequest one(Chance chance, RawRequest request) {
    return switch (chance.below(12)) {
      case 0 -> request.method(chance.of(METHODS));
      case 1, 2 -> request.target(target(chance, request.target()));
      case 3, 4, 5 -> request.header(chance.of(HEADERS));
      case 6 -> otherHeader(chance, request);
      case 7 -> framing(chance, request);
      case 8 -> request.version(chance.of("HTTP/1.0", "HTTP/2.0", "HTTP/0.9", "HTTP/9", "x", ""));
      default ->
          request.spare() || request.body().length == 0
              ? request.target(target(chance, request.target()))
              : request.body(body(chance, request.body()));
    };
  }

  private static String target(Chance chance, String target) {
    if (chance.oneIn(8)) {
      return chance.of(TARGETS);
    }
    int at = chance.oneIn(2) ? target.length() : chance.below(target.length());
    String rest = chance.oneIn(4) ? "" : target.substring(at);
    return target.substring(0, at) + chance.of(IN_TARGET) + rest;
  }

  private static RawRequest otherHeader(Chance chance, RawRequest request) {
    List<String> headers = new ArrayList<>(request.headers());
    int at = chance.below(headers.size());
    switch (chance.below(5)) {
      case 0 -> headers.remove(at);
      case 1 -> headers.add(headers.get(at));
      case 2 -> headers.set(at, headers.get(at) + new String(chance.bytes(9), ISO_8859_1));
      case 3 -> headers.add("X-Long: " + "x".repeat(chance.of(3_000, 5_900, 20_000)));
      default -> headers.addAll(java.util.Collections.nCopies(chance.of(50, 99, 200), "X-Many: 1"));
    }
    return request.headers(headers);
  }

  private static RawRequest framing(Chance chance, RawRequest request) {
    return chance.oneIn(3)
        ? request.framed(Framing.CHUNKS)
        : request.framed(Framing.NONE).header(chance.of(LENGTHS));
  }

  private static byte[] body(Chance chance, byte[] body) {
    int at = chance.below(body.length);
    return switch (chance.below(7)) {
      case 0 -> Arrays.copyOf(body, at);
      case 1 -> inserted(body, at, chance.bytes(6));
      case 2 -> inserted(body, at, Arrays.copyOfRange(body, chance.below(at), at));
      case 3 -> new String(body, UTF_8).getBytes(UTF_16);
      case 4, 5 -> inserted(body, at, chance.of(IN_BODY).getBytes(UTF_8));
      default -> flipped(chance, body, at);
    };
  }

  private static byte[] flipped(Chance chance, byte[] body, int at) {
    byte[] flipped = body.clone();
    flipped[at] ^= (byte) (1 << chance.below(8));
    return flipped;
  }

  private static byte[] inserted(byte[] body, int at, byte[] more) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(body, 0, at);
    out.writeBytes(more);
    out.write(body, at, body.length - at);
    return out.toByteArray();
  }
}
