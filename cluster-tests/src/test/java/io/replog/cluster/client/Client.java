package io.replog.cluster.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Talks to one node as any HTTP client would. Safe for many threads. */
public final class Client implements AutoCloseable {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int PART = 10_000;

  private final URI node;
  private final String token;
  private volatile HttpClient http = newHttp();

  /**
   * @param node the node's base URL
   * @param token the cluster token that privileged requests carry, null for none
   */
  public Client(URI node, String token) {
    this.node = node;
    this.token = token;
  }

  private static HttpClient newHttp() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(Duration.ofSeconds(10))
        .build();
  }

  /** Drops pooled connections, which a restart of the node has made worthless. */
  public void reconnect() {
    HttpClient old = http;
    http = newHttp();
    old.shutdownNow();
  }

  @Override
  public void close() {
    http.shutdownNow();
  }

  public URI node() {
    return node;
  }

  public Answer post(String message, Field... fields) {
    return send(posting(message, fields));
  }

  public CompletableFuture<Answer> postAsync(String message, Field... fields) {
    return sendAsync(posting(message, fields));
  }

  private HttpRequest posting(String message, Field... fields) {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("message", message);
    for (Field field : fields) {
      body.put(field.name(), field.value());
    }
    return json("POST", "/messages", body).build();
  }

  /** Posts a batch of messages with minted ids. */
  public Answer postBatch(int w, List<String> messages) {
    StringBuilder lines = new StringBuilder();
    messages.forEach(m -> lines.append(Json.write(Map.of("message", m))).append('\n'));
    return postLines(w, lines.toString());
  }

  /** Posts a batch as it stands. */
  public Answer postLines(int w, String lines) {
    return send(
        request("/messages?w=" + w)
            .header("Content-Type", "application/x-ndjson")
            .POST(BodyPublishers.ofString(lines))
            .build());
  }

  /** All messages the node shows. */
  public List<String> messages() {
    return Json.list(get("/messages").json().required("messages"), JsonNode::textValue);
  }

  /** All messages the node shows, with id and order. */
  public List<Entry> entries() {
    return Json.list(get("/full_messages").json().required("messages"), Entry::of);
  }

  /** The same, read in parts, for logs that are too long for one answer in memory. */
  public List<Entry> allEntries() {
    List<Entry> all = new ArrayList<>();
    List<Entry> part;
    do {
      part =
          Json.list(
              get("/full_messages?from=%d&limit=%d".formatted(all.size(), PART))
                  .json()
                  .required("messages"),
              Entry::of);
      all.addAll(part);
    } while (part.size() == PART);
    return all;
  }

  public JsonNode health() {
    return get("/health").json();
  }

  public Answer get(String path, String... headers) {
    HttpRequest.Builder request = request(path).GET();
    if (headers.length > 0) {
      request.headers(headers);
    }
    return send(request.build());
  }

  /** A privileged request with a JSON body. */
  public Answer command(String method, String path, Object body) {
    return command(method, path, body, PATIENCE);
  }

  /** The same, with less patience. */
  public Answer command(String method, String path, Object body, Duration patience) {
    HttpRequest.Builder request = json(method, path, body).timeout(patience);
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return send(request.build());
  }

  /** A request with a JSON body, from an object or as text that is sent as it stands. */
  public HttpRequest.Builder json(String method, String path, Object body) {
    String text = body instanceof String ready ? ready : Json.write(body);
    return request(path)
        .header("Content-Type", "application/json")
        .method(method, BodyPublishers.ofString(text));
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(node.resolve(path)).timeout(PATIENCE);
  }

  /** Sends and waits. Fails with {@link UncheckedIOException} where no answer came. */
  public Answer send(HttpRequest request) {
    try {
      return Answer.of(http.send(request, BodyHandlers.ofByteArray()));
    } catch (IOException e) {
      throw new UncheckedIOException(request.method() + " " + request.uri() + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  public CompletableFuture<Answer> sendAsync(HttpRequest request) {
    return http.sendAsync(request, BodyHandlers.ofByteArray()).thenApply(Answer::of);
  }

  /** Sends, and reads the answer's body as the handler says. */
  public <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler)
      throws IOException, InterruptedException {
    return http.send(request, handler);
  }
}
