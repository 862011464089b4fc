package io.replog.http.client;

import io.replog.http.json.JsonFields;
import io.replog.http.json.StrictJson;
import io.replog.http.problem.ProblemException;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.Header;

/**
 * A node's answer, valid or not, up to a size that no valid one reaches.
 *
 * @param mediaType its Content-Type; empty if it has none
 * @param location where it redirects to; empty if it does not
 */
record HttpAnswer(
    int status, String mediaType, String location, List<Header> headers, byte[] body) {

  /** Without any other header. */
  HttpAnswer(int status, String mediaType, String location, byte[] body) {
    this(status, mediaType, location, List.of(), body);
  }

  /** Bytes; well above any JSON answer of a node. */
  static final int MAX_JSON = 64 << 10;

  /** {@code hangUp}: ends the connection. */
  static HttpAnswer of(ClassicHttpResponse response, Runnable hangUp, int maxBody)
      throws IOException {
    String type = header(response, "Content-Type");
    String location = header(response, "Location");
    List<Header> headers = List.of(response.getHeaders());
    if (response.getEntity() == null) {
      return new HttpAnswer(response.getCode(), type, location, headers, new byte[0]);
    }
    try (InputStream in = response.getEntity().getContent()) {
      byte[] body = in.readNBytes(maxBody);
      if (body.length == maxBody && in.read() >= 0) {
        // Closing the stream would first read it to its end, and it may have none.
        hangUp.run();
        throw new IOException("answered more than " + maxBody + " bytes");
      }
      return new HttpAnswer(response.getCode(), type, location, headers, body);
    }
  }

  /**
   * What the HTTP client means by {@code failure} where another thread ended the request: it may
   * take the connection away between two steps, and the next one fails so.
   */
  static IOException ended(HttpUriRequestBase request, RuntimeException failure) {
    if (!request.isCancelled()) {
      throw failure;
    }
    return new IOException("the call was ended", failure);
  }

  /** The fields of the JSON object that is the body; empty if it is none. */
  Optional<JsonFields> json() {
    try {
      return Optional.of(StrictJson.object(body));
    } catch (ProblemException e) {
      return Optional.empty();
    }
  }

  /** The first header {@code name}; empty if there is none. */
  String header(String name) {
    return headers.stream()
        .filter(each -> each.getName().equalsIgnoreCase(name))
        .map(each -> String.valueOf(each.getValue()))
        .findFirst()
        .orElse("");
  }

  private static String header(ClassicHttpResponse response, String name) {
    Header first = response.getFirstHeader(name);
    return first == null ? "" : String.valueOf(first.getValue());
  }
}
