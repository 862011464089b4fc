package io.replog.cluster.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import io.replog.cluster.client.Answer;
import io.replog.cluster.client.Client;
import io.replog.cluster.client.Entry;
import io.replog.cluster.client.Json;
import java.util.ArrayList;
import java.util.List;

/** Holds what a secondary has stored against what it said. */
final class SecondaryWitness {

  /** Everything that a delivery can change. */
  private record State(String logId, long epoch, long messages, long buffered) {}

  private final Client client;
  private State state;

  SecondaryWitness(Client client) {
    this.client = client;
    this.state = state();
  }

  long length() {
    return state.messages();
  }

  String logId() {
    return state.logId().isEmpty() ? "log" : state.logId();
  }

  private State state() {
    JsonNode health = client.health();
    return new State(
        health.path("log_id").asText("").replace("null", ""),
        health.required("epoch").longValue(),
        health.required("messages").longValue(),
        health.required("buffered").longValue());
  }

  List<String> wrongs(List<RawAnswer> answers) {
    State before = state;
    state = state();
    List<String> wrongs = new ArrayList<>();
    List<RawAnswer> acks = answers.stream().filter(SecondaryWitness::isAck).toList();
    boolean unknown = answers.stream().anyMatch(a -> a.problem().equals("fault-injected"));
    if (acks.isEmpty() && !unknown && !state.equals(before)) {
      wrongs.add("changed, and did not say so: %s, then %s".formatted(before, state));
    }
    if (!acks.isEmpty()) {
      JsonNode said = acks.getLast().json();
      if (said.path("messages").longValue() != state.messages()
          || said.path("buffered").longValue() != state.buffered()) {
        wrongs.add("said %s, holds %s".formatted(said, state));
      }
    }
    unreadable(before).ifPresent(wrongs::add);
    return wrongs;
  }

  private static boolean isAck(RawAnswer answer) {
    return answer.status() == 200
        && answer.header("content-type").contains("json")
        && answer.text().contains("\"ACK\"");
  }

  /** Reads what is new, strictly. */
  private java.util.Optional<String> unreadable(State before) {
    long from = before.logId().equals(state.logId()) ? before.messages() : 0;
    if (from == state.messages()) {
      return java.util.Optional.empty();
    }
    Answer answer = client.get("/full_messages?from=" + from);
    try {
      List<Entry> entries = Json.list(answer.json().required("messages"), Entry::of);
      for (Entry entry : entries) {
        int length = entry.id().codePointCount(0, entry.id().length());
        if (length < 1 || length > 256) {
          return java.util.Optional.of("holds an id that can be none: " + entry);
        }
      }
      return java.util.Optional.empty();
    } catch (RuntimeException e) {
      return java.util.Optional.of(
          "holds what nobody can read: %s: %s".formatted(e, Printable.of(answer.body(), 500)));
    }
  }
}
