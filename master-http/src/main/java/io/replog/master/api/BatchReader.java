package io.replog.master.api;

import io.replog.core.append.Draft;
import io.replog.http.json.JsonFields;
import io.replog.http.json.StrictJson;
import io.replog.http.problem.ProblemException;
import io.replog.master.config.MasterProperties;
import io.replog.master.config.MasteringProperties;
import io.replog.model.Problem;
import io.replog.model.Problem.FieldError;
import io.replog.model.ProblemType;
import io.replog.model.WriteConcern;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a batch: one message per line, and the parameters for all of them. */
final class BatchReader {

  private static final Set<String> FIELDS = Set.of("message", "id");

  private final WriteReader single;
  private final MasterProperties.Write write;
  private final int maxMessages;

  BatchReader(WriteReader single, MasteringProperties properties) {
    this.single = single;
    this.write = properties.write();
    this.maxMessages = properties.batch().messages();
  }

  WriteRequest read(byte[] body, Map<String, String[]> query) {
    List<FieldError> errors = new ArrayList<>();
    WriteConcern concern = concern(query.get("w"), errors);
    Optional<Duration> timeout = timeout(query.get("timeout_ms"), errors);
    if (!errors.isEmpty()) {
      throw new ProblemException(Problem.invalid(errors));
    }
    return new WriteRequest(drafts(body), concern, timeout);
  }

  private WriteConcern concern(String[] given, List<FieldError> errors) {
    if (given == null) {
      return write.defaultConcern();
    }
    try {
      return WriteConcern.parse(given[0]);
    } catch (IllegalArgumentException e) {
      errors.add(new FieldError("w", WriteReader.W_FAULT));
      return WriteConcern.ALL;
    }
  }

  private Optional<Duration> timeout(String[] given, List<FieldError> errors) {
    if (given == null) {
      return write.timeout();
    }
    long max = write.maxTimeout().toMillis();
    if (given[0].matches("[0-9]{1,18}")
        && Long.parseLong(given[0]) >= 1
        && Long.parseLong(given[0]) <= max) {
      return Optional.of(Duration.ofMillis(Long.parseLong(given[0])));
    }
    errors.add(new FieldError("timeout_ms", "must be a whole number from 1 to " + max));
    return Optional.empty();
  }

  private List<Draft> drafts(byte[] body) {
    List<Draft> drafts = new ArrayList<>();
    int line = 0;
    for (int start = 0; start < body.length; ) {
      int end = endOfLine(body, start);
      line++;
      if (!isBlank(body, start, end)) {
        drafts.add(draft(body, start, end, line));
      }
      if (drafts.size() > maxMessages) {
        throw new ProblemException(
            ProblemType.PAYLOAD_TOO_LARGE,
            "the batch has more than %d messages".formatted(maxMessages));
      }
      start = end + 1;
    }
    if (drafts.isEmpty()) {
      throw ProblemException.invalid("body", "has no message");
    }
    return drafts;
  }

  private Draft draft(byte[] body, int start, int end, int line) {
    JsonFields fields = StrictJson.object(body, start, end - start, "line " + line).allow(FIELDS);
    Draft draft = single.draft(fields, List.of());
    fields.throwIfFaulty();
    return draft;
  }

  private static int endOfLine(byte[] body, int start) {
    int end = start;
    while (end < body.length && body[end] != '\n') {
      end++;
    }
    return end;
  }

  private static boolean isBlank(byte[] body, int start, int end) {
    for (int i = start; i < end; i++) {
      if (body[i] != ' ' && body[i] != '\t' && body[i] != '\r') {
        return false;
      }
    }
    return true;
  }
}
