package io.replog.cluster.fuzz;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.replog.cluster.client.Json;
import java.util.Map;

/**
 * One answer of a node.
 *
 * @param headers by their names in lower case; those of one name joined by commas
 */
record RawAnswer(int status, Map<String, String> headers, byte[] body) {

  private static final int SHOWN = 1_000;

  String header(String name) {
    return headers.getOrDefault(name, "");
  }

  boolean isProblem() {
    return header("content-type").startsWith("application/problem+json");
  }

  /** The problem's name, empty if this is none. */
  String problem() {
    return isProblem() && body.length > 0
        ? json().path("type").asText().replaceFirst("^urn:replog:", "")
        : "";
  }

  JsonNode json() {
    return Json.read(body);
  }

  String text() {
    return new String(body, UTF_8);
  }

  @Override
  public String toString() {
    return status + " " + headers + "\n" + Printable.of(body, SHOWN);
  }
}
