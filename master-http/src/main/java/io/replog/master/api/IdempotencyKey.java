package io.replog.master.api;

import io.replog.model.MessageId;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The {@value #HEADER} header: an id as it stands, or as a quoted string, the form of the IETF's
 * draft (a string of RFC 9651, section 3.3.3). {@code k-1} and {@code "k-1"} are one key.
 */
final class IdempotencyKey {

  static final String HEADER = "Idempotency-Key";

  private IdempotencyKey() {}

  /**
   * The id that the header gives, if any.
   *
   * @param values one for each occurrence of the header
   * @param fault receives what is wrong with it, if anything
   */
  static Optional<String> read(List<String> values, Consumer<String> fault) {
    if (values.isEmpty()) {
      return Optional.empty();
    }
    if (values.size() > 1) {
      fault.accept("is given more than once");
      return Optional.empty();
    }
    String value = values.getFirst().strip();
    if (!value.chars().allMatch(c -> c >= ' ' && c < 0x7f)) {
      fault.accept("must be visible ASCII");
      return Optional.empty();
    }
    Optional<String> id = value.startsWith("\"") ? unquoted(value) : Optional.of(value);
    if (id.isEmpty()) {
      fault.accept("must be one quoted string, in which only \\\" and \\\\ are escapes");
    }
    id.flatMap(MessageId::fault).ifPresent(fault);
    return id;
  }

  private static Optional<String> unquoted(String value) {
    int last = value.length() - 1;
    StringBuilder id = new StringBuilder();
    for (int at = 1; at < last; at++) {
      char c = value.charAt(at);
      if (c == '"') {
        return Optional.empty();
      }
      if (c == '\\') {
        at++;
        c = value.charAt(at);
        if (at == last || c != '"' && c != '\\') {
          return Optional.empty();
        }
      }
      id.append(c);
    }
    return last > 0 && value.charAt(last) == '"' ? Optional.of(id.toString()) : Optional.empty();
  }
}
