package io.replog.benchmarks.cluster;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.replog.benchmarks.load.HttpAnswer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Plain questions to one server on loopback, one connection each: what the scenarios need beside
 * the load itself.
 *
 * @param token sent as a bearer token, or null for none
 */
public record Http(int port, String token) {
  private static final int CONNECT_MILLIS = 2_000;
  private static final int READ_MILLIS = 60_000;
  private static final int BUFFER = 256 * 1024;
  private static final ObjectMapper JSON = new ObjectMapper();

  /** A status and the body as JSON; a missing node where it is none. */
  public record Reply(int status, JsonNode body) {}

  public Reply get(String path) throws IOException {
    return ask("GET", path, "application/json", null);
  }

  public Reply post(String path, String json) throws IOException {
    return ask("POST", path, "application/json", json);
  }

  /** Streams a body; returns the status. */
  public int stream(String path, String accept, HttpAnswer.Body body) throws IOException {
    return exchange("GET", path, accept, null, body);
  }

  private Reply ask(String method, String path, String accept, String json) throws IOException {
    ByteArrayOutputStream kept = new ByteArrayOutputStream();
    HttpAnswer.Body keep =
        part -> {
          byte[] bytes = new byte[part.remaining()];
          part.get(bytes);
          kept.writeBytes(bytes);
        };
    int status = exchange(method, path, accept, json, keep);
    return new Reply(status, parse(kept.toString(StandardCharsets.UTF_8)));
  }

  private int exchange(String method, String path, String accept, String json, HttpAnswer.Body body)
      throws IOException {
    try (Socket socket = new Socket()) {
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(READ_MILLIS);
      socket.connect(new InetSocketAddress("127.0.0.1", port), CONNECT_MILLIS);
      socket.getOutputStream().write(request(method, path, accept, json));
      HttpAnswer answer = new HttpAnswer(body);
      byte[] buffer = new byte[BUFFER];
      while (true) {
        int count = socket.getInputStream().read(buffer);
        if (count < 0 && answer.untilClose()) {
          return answer.status();
        }
        if (count < 0) {
          throw new IOException("the answer to " + method + " " + path + " broke off");
        }
        if (answer.read(ByteBuffer.wrap(buffer, 0, count))) {
          return answer.status();
        }
      }
    }
  }

  private byte[] request(String method, String path, String accept, String json) {
    StringBuilder text = new StringBuilder();
    text.append(method).append(' ').append(path).append(" HTTP/1.1\r\nHost: localhost\r\n");
    text.append("Accept: ").append(accept).append("\r\nConnection: close\r\n");
    if (token != null) {
      text.append("Authorization: Bearer ").append(token).append("\r\n");
    }
    if (json != null) {
      int length = json.getBytes(StandardCharsets.UTF_8).length;
      text.append("Content-Type: application/json\r\nContent-Length: ").append(length);
      text.append("\r\n\r\n").append(json);
    } else {
      text.append("\r\n");
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  private static JsonNode parse(String body) {
    try {
      return JSON.readTree(body);
    } catch (IOException e) {
      return com.fasterxml.jackson.databind.node.MissingNode.getInstance();
    }
  }
}
