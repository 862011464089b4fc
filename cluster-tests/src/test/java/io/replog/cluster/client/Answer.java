package io.replog.cluster.client;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.http.HttpHeaders;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A whole answer of a node. */
public record Answer(int status, HttpHeaders headers, byte[] body) {

  static Answer of(HttpResponse<byte[]> response) {
    return new Answer(response.statusCode(), response.headers(), response.body());
  }

  public JsonNode json() {
    return Json.read(body);
  }

  public String text() {
    return new String(body, StandardCharsets.UTF_8);
  }

  /** The first value of a header, empty if there is none. */
  public String header(String name) {
    return headers.firstValue(name).orElse("");
  }

  public long order() {
    return json().required("order").longValue();
  }

  public String id() {
    return json().required("id").textValue();
  }

  public List<String> acks() {
    return Json.list(json().required("acks"), JsonNode::textValue);
  }

  @Override
  public String toString() {
    String text = text();
    return status + " " + text.substring(0, Math.min(text.length(), 500));
  }
}
