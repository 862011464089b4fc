package io.replog.cluster.client;

import com.fasterxml.jackson.databind.JsonNode;

/** A stored message as a node shows it. */
public record Entry(long order, String id, String message) {

  public static Entry of(JsonNode json) {
    return new Entry(
        json.required("order").longValue(),
        json.required("id").textValue(),
        json.required("message").textValue());
  }
}
