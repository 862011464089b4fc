package io.replog.secondary.api;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.replog.http.json.JsonFields;
import io.replog.http.json.StrictJson;
import io.replog.http.problem.ProblemException;
import io.replog.model.Delivery;
import io.replog.model.DeliveryCodec;
import io.replog.model.LogEntry;
import io.replog.model.LogId;
import io.replog.model.MintedId;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads deliveries: the compact form that masters send, and JSON for people and tests. */
final class DeliveryReader {

  private static final Set<String> DELIVERY = Set.of("epoch", "log_id", "messages");
  private static final Set<String> MESSAGE = Set.of("order", "id", "message");

  private final int maxMessages;

  DeliveryReader(int maxMessages) {
    this.maxMessages = maxMessages;
  }

  Delivery compact(byte[] body) {
    try {
      return checked(DeliveryCodec.decode(body));
    } catch (IllegalArgumentException e) {
      throw ProblemException.invalid("body", e.getMessage());
    }
  }

  /** Checks what the compact form's decoder does not; the JSON form checks the same. */
  private Delivery checked(Delivery delivery) {
    if (delivery.epoch() < 0 || delivery.epoch() > Delivery.MAX_EPOCH) {
      throw ProblemException.invalid(
          "epoch", "must be a whole number from 0 to " + Delivery.MAX_EPOCH);
    }
    if (!LogId.isValid(delivery.logId())) {
      throw ProblemException.invalid("log_id", LogId.RULE);
    }
    if (delivery.entries().size() > maxMessages) {
      throw ProblemException.invalid("messages", "must have at most " + maxMessages + " elements");
    }
    for (LogEntry entry : delivery.entries()) {
      // The replica verifies the checksum of a chained entry, which no malformed one has.
      if (!entry.isChained() && !entry.isWellFormed()) {
        throw ProblemException.invalid(
            "messages",
            "the id or the message of order %d is not well-formed".formatted(entry.order()));
      }
    }
    return delivery;
  }

  Delivery json(byte[] body) {
    JsonFields fields =
        StrictJson.object(body).allow(DELIVERY).require("epoch", "log_id", "messages");
    long epoch = fields.integer("epoch", 0, Delivery.MAX_EPOCH).orElse(0L);
    Optional<String> logId = fields.logId();
    List<JsonFields> messages = fields.objects("messages", maxMessages).orElse(List.of());
    fields.throwIfFaulty();
    return new Delivery(
        epoch, "", logId.orElseThrow(), messages.stream().map(DeliveryReader::entry).toList());
  }

  private static LogEntry entry(JsonFields fields) {
    fields.allow(MESSAGE).require("order", "id", "message");
    Optional<Long> order = fields.integer("order", 0, MintedId.MAX_ORDER);
    Optional<String> id = fields.id("id");
    Optional<byte[]> message = fields.utf8("message");
    fields.throwIfFaulty();
    return LogEntry.unchained(
        order.orElseThrow(), id.orElseThrow().getBytes(UTF_8), message.orElseThrow());
  }
}
