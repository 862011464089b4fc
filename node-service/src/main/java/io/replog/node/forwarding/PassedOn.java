package io.replog.node.forwarding;

import io.replog.http.client.PeerClient;
import io.replog.http.json.JsonFields;
import io.replog.http.json.StrictJson;
import io.replog.http.problem.ProblemException;
import io.replog.http.refusal.Query;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.MediaType;

/**
 * A client's request, as this node passes it on.
 *
 * @param path with the query
 * @param writes whether it posts messages, and is no command
 * @param id of the one message that it posts: the client's, or one that this node minted, so that
 *     the client can ask again whatever becomes of it; empty for anything else
 * @param timeout how long the client waits; empty if it does not say
 */
record PassedOn(
    String method,
    String path,
    Map<String, String> headers,
    byte[] body,
    boolean writes,
    Optional<String> id,
    Optional<Duration> timeout) {

  private static final String KEY = "Idempotency-Key";
  private static final List<String> KEPT = List.of("Content-Type", "Accept", KEY, "Authorization");
  private static final long LONGEST_WAIT = Duration.ofDays(365).toMillis();

  static PassedOn of(HttpServletRequest request, byte[] body, String self) {
    if (Collections.list(request.getHeaders(KEY)).size() > 1) {
      throw ProblemException.invalid(KEY, "is given more than once");
    }
    Map<String, String> headers = new LinkedHashMap<>();
    for (String name : KEPT) {
      String value = request.getHeader(name);
      if (value != null) {
        headers.put(name, value);
      }
    }
    headers.put(PeerClient.HOP, self);
    String query = request.getQueryString();
    String path = request.getRequestURI().substring(request.getContextPath().length());
    String whole = query == null ? path : path + "?" + query;
    Optional<Duration> inQuery = waiting(request.getParameter("timeout_ms"));
    if (!isOneMessage(request)) {
      return new PassedOn(
          request.getMethod(), whole, headers, body, writes(request), Optional.empty(), inQuery);
    }
    Optional<JsonFields> fields = fields(body);
    Optional<String> id =
        Optional.ofNullable(headers.get(KEY))
            .map(PassedOn::unquoted)
            .or(() -> fields.flatMap(each -> each.id("id")));
    if (id.isEmpty() && fields.isPresent()) {
      id = Optional.of(UUID.randomUUID().toString());
      headers.put(KEY, id.get());
    }
    return new PassedOn(
        request.getMethod(),
        whole,
        headers,
        body,
        true,
        id,
        fields
            .flatMap(each -> each.integer("timeout_ms", 1, LONGEST_WAIT))
            .map(Duration::ofMillis));
  }

  private static String unquoted(String key) {
    return key.strip().replaceAll("^\"(.*)\"$", "$1");
  }

  private static boolean isOneMessage(HttpServletRequest request) {
    String type = request.getContentType();
    return writes(request)
        && type != null
        && MediaType.parseMediaType(type).isCompatibleWith(MediaType.APPLICATION_JSON);
  }

  private static boolean writes(HttpServletRequest request) {
    String path = request.getServletPath();
    return request.getMethod().equals("POST")
        && (path.equals("/messages") || path.equals("/") || path.isEmpty());
  }

  /** What is wrong with the body, the master says. */
  private static Optional<JsonFields> fields(byte[] body) {
    try {
      return Optional.of(StrictJson.object(body));
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }

  private static Optional<Duration> waiting(String millis) {
    try {
      return Optional.ofNullable(millis)
          .map(text -> Duration.ofMillis(Query.number("timeout_ms", text, 1)));
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }

  URI target(URI base) {
    return URI.create(base + path);
  }
}
