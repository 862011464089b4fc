package io.replog.cluster.fuzz;

import com.fasterxml.jackson.databind.JsonNode;
import io.replog.cluster.client.Client;
import io.replog.cluster.client.Entry;
import io.replog.cluster.client.Json;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Holds what a master has stored against what it said. */
final class MasterWitness {

  private final Client client;
  private long length;

  MasterWitness(Client client) {
    this.client = client;
    this.length = client.entries().size();
  }

  long length() {
    return length;
  }

  List<String> wrongs(RawRequest request, List<RawAnswer> answers) {
    List<Entry> stored =
        Json.list(
            client.get("/full_messages?from=" + length).json().required("messages"), Entry::of);
    List<String> wrongs = new ArrayList<>();
    long told = 0;
    for (RawAnswer answer : answers) {
      told += told(answer);
    }
    if (stored.size() != told) {
      wrongs.add("%d messages were stored, %d were told".formatted(stored.size(), told));
    } else if (!stored.isEmpty()) {
      different(request, answers.getFirst(), stored).ifPresent(wrongs::add);
    }
    length += stored.size();
    return wrongs;
  }

  /** How many messages an answer says to have stored. */
  private long told(RawAnswer answer) {
    boolean pending = answer.problem().equals("write-concern-timeout");
    if (answer.status() != 201 && answer.status() != 200 && !pending || !isJson(answer)) {
      return 0;
    }
    JsonNode said = answer.json();
    if (said.has("first_order")) {
      // Of a batch whose outcome is pending, no answer counts what stood in the log before.
      return pending
          ? Math.max(0, said.path("last_order").longValue() + 1 - length)
          : said.path("count").longValue() - said.path("duplicates").longValue();
    }
    boolean write = said.has("order") && said.has("w");
    return write && said.path("order").longValue() >= length ? 1 : 0;
  }

  private static boolean isJson(RawAnswer answer) {
    return answer.body().length > 0 && answer.header("content-type").contains("json");
  }

  /** How what was stored differs from what was sent and told. */
  private static Optional<String> different(
      RawRequest request, RawAnswer answer, List<Entry> stored) {
    Entry first = stored.getFirst();
    JsonNode said = answer.json();
    if (said.has("order")
        && (said.path("order").longValue() != first.order()
            || !said.path("id").asText().equals(first.id()))) {
      return Optional.of("told another order or id than stored: " + first);
    }
    List<String> sent = sent(request);
    int at = 0;
    for (Entry entry : stored) {
      while (at < sent.size() && !sent.get(at).equals(entry.message())) {
        at++;
      }
      if (at++ >= sent.size()) {
        return Optional.of("stored what nobody sent: " + entry);
      }
    }
    return Optional.empty();
  }

  /** The messages of the body's values, one or many; none where it is not JSON. */
  private static List<String> sent(RawRequest request) {
    try {
      return Json.readAll(request.body()).stream()
          .map(value -> value.path("message").asText())
          .toList();
    } catch (UncheckedIOException e) {
      return List.of();
    }
  }
}
