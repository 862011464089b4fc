package io.replog.master.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.replog.core.append.Draft;
import io.replog.http.json.JsonFields;
import io.replog.http.json.StrictJson;
import io.replog.http.problem.ProblemException;
import io.replog.master.config.MasterProperties;
import io.replog.master.config.MasteringProperties;
import io.replog.model.Problem;
import io.replog.model.ProblemType;
import io.replog.model.WriteConcern;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Reads one message from a request's body. */
final class WriteReader {

  static final String W_FAULT = "must be a number of nodes from 1, \"majority\" or \"all\"";

  private static final Set<String> FIELDS = Set.of("message", "w", "id", "timeout_ms");

  private final MasterProperties.Write write;
  private final int maxMessage;

  WriteReader(MasteringProperties properties) {
    this.write = properties.write();
    this.maxMessage = properties.limits().messageBytes();
  }

  /** {@code keys}: the values of the {@value IdempotencyKey#HEADER} header. */
  WriteRequest read(byte[] body, List<String> keys) {
    JsonFields fields = StrictJson.object(body).allow(FIELDS);
    WriteConcern concern =
        fields.get("w").map(w -> concern(fields, w)).orElse(write.defaultConcern());
    Optional<Duration> timeout =
        fields
            .integer("timeout_ms", 1, write.maxTimeout().toMillis())
            .map(Duration::ofMillis)
            .or(write::timeout);
    Draft draft = draft(fields, keys);
    fields.throwIfFaulty();
    return new WriteRequest(List.of(draft), concern, timeout);
  }

  /** Reads {@code message} and {@code id}, noting faults in {@code fields}. */
  Draft draft(JsonFields fields, List<String> keys) {
    Optional<String> id = id(fields, keys);
    Optional<byte[]> message = fields.require("message").utf8("message");
    message.ifPresent(bytes -> checkLength(fields, bytes.length));
    return new Draft(id, message.orElse(new byte[0]));
  }

  private static WriteConcern concern(JsonFields fields, JsonNode w) {
    if (w.isIntegralNumber() && w.canConvertToInt() && w.intValue() >= 1) {
      return new WriteConcern.Nodes(w.intValue());
    }
    if (w.isTextual() && (w.textValue().equals("majority") || w.textValue().equals("all"))) {
      return WriteConcern.parse(w.textValue());
    }
    fields.error("w", W_FAULT);
    return WriteConcern.ALL;
  }

  private static Optional<String> id(JsonFields fields, List<String> keys) {
    Optional<String> inBody = fields.id("id");
    Optional<String> inHeader =
        IdempotencyKey.read(keys, fault -> fields.error(IdempotencyKey.HEADER, fault));
    if (inBody.isPresent() && inHeader.isPresent() && !inBody.equals(inHeader)) {
      fields.error("id", "differs from the " + IdempotencyKey.HEADER + " header");
    }
    return inBody.or(() -> inHeader);
  }

  private void checkLength(JsonFields fields, int bytes) {
    if (bytes == 0) {
      fields.error("message", "must not be empty");
    }
    if (bytes > maxMessage) {
      throw new ProblemException(
          Problem.of(
                  ProblemType.PAYLOAD_TOO_LARGE,
                  "the message has %d bytes, its limit is %d".formatted(bytes, maxMessage))
              .with("errors", List.of(new Problem.FieldError("message", "is over its limit"))));
    }
  }
}
