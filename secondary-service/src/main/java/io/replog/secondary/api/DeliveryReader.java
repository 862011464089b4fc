package io.replog.secondary.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.replog.http.json.JsonFields;
import io.replog.http.json.StrictJson;
import io.replog.http.problem.ProblemException;
import io.replog.model.Delivery;
import io.replog.model.DeliveryCodec;
import io.replog.model.LogEntry;
import io.replog.model.MessageId;
import io.replog.model.MintedId;
import io.replog.model.Problem;
import io.replog.model.Utf8;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Reads deliveries: the compact form that masters send, and JSON for people and tests. */
final class DeliveryReader {

  private static final Set<String> DELIVERY = Set.of("epoch", "log_id", "messages");
  private static final Set<String> MESSAGE = Set.of("order", "id", "message");
  private static final int MAX_LOG_ID = 256;

  private final int maxMessages;

  DeliveryReader(int maxMessages) {
    this.maxMessages = maxMessages;
  }

  Delivery compact(byte[] body) {
    try {
      return checked(DeliveryCodec.decode(body));
    } catch (IllegalArgumentException e) {
      throw invalid("body", e.getMessage());
    }
  }

  /** Checks what the compact form's decoder does not; the JSON form checks the same. */
  private Delivery checked(Delivery delivery) {
    if (delivery.epoch() < 0 || delivery.epoch() > Delivery.MAX_EPOCH) {
      throw invalid("epoch", "must be a whole number from 0 to " + Delivery.MAX_EPOCH);
    }
    if (delivery.logId().isEmpty() || delivery.logId().length() > MAX_LOG_ID) {
      throw invalid("log_id", "must have 1 to " + MAX_LOG_ID + " characters");
    }
    if (delivery.entries().size() > maxMessages) {
      throw invalid("messages", "must have at most " + maxMessages + " elements");
    }
    for (LogEntry entry : delivery.entries()) {
      // The replica verifies the checksum of a chained entry, which no malformed one has.
      if (!entry.isChained() && !entry.isWellFormed()) {
        throw invalid(
            "messages",
            "the id or the message of order %d is not well-formed".formatted(entry.order()));
      }
    }
    return delivery;
  }

  private static ProblemException invalid(String field, String detail) {
    return new ProblemException(Problem.invalid(field, detail));
  }

  Delivery json(byte[] body) {
    JsonFields fields = StrictJson.object(body).allow(DELIVERY);
    long epoch = required(fields, "epoch", fields.integer("epoch", 0, Delivery.MAX_EPOCH), 0L);
    String logId = required(fields, "log_id", fields.text("log_id"), "");
    if (fields.get("log_id").isPresent() && (logId.isEmpty() || logId.length() > MAX_LOG_ID)) {
      fields.error("log_id", "must have 1 to " + MAX_LOG_ID + " characters");
    }
    List<JsonFields> messages =
        required(fields, "messages", fields.objects("messages", maxMessages), List.of());
    fields.throwIfFaulty();
    List<LogEntry> entries = new ArrayList<>(messages.size());
    messages.forEach(message -> entries.add(entry(message)));
    return new Delivery(epoch, "", logId, entries);
  }

  private static LogEntry entry(JsonFields fields) {
    fields.allow(MESSAGE);
    long order = required(fields, "order", fields.integer("order", 0, MintedId.MAX_ORDER), 0L);
    byte[] id = utf8(fields, "id", id(fields));
    byte[] message =
        utf8(fields, "message", required(fields, "message", fields.text("message"), ""));
    fields.throwIfFaulty();
    return LogEntry.unchained(order, id, message);
  }

  private static String id(JsonFields fields) {
    String id =
        fields
            .get("id")
            .filter(JsonNode::isIntegralNumber)
            .map(JsonNode::asText)
            .orElseGet(() -> required(fields, "id", fields.text("id"), ""));
    if (fields.get("id").isPresent()) {
      MessageId.fault(id).ifPresent(fault -> fields.error("id", fault));
    }
    return id;
  }

  private static byte[] utf8(JsonFields fields, String name, String text) {
    try {
      return Utf8.encode(text);
    } catch (CharacterCodingException e) {
      fields.error(name, "holds half of a surrogate pair, which no text has");
      return new byte[0];
    }
  }

  private static <T> T required(
      JsonFields fields, String name, java.util.Optional<T> value, T otherwise) {
    if (fields.get(name).isEmpty()) {
      fields.error(name, "is missing");
    }
    return value.orElse(otherwise);
  }
}
