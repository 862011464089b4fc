package io.replog.http.reading;

import io.replog.http.problem.ProblemException;
import io.replog.log.ReadableLog;
import io.replog.model.LogEntry;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How far a reader of a stream got: the {@code id:} of an event, which the reader sends back as its
 * {@code Last-Event-ID}. Written {@code 7-00c0ffee00c0ffee}, an order and the log's checksum there,
 * which tells other histories apart; an order alone is valid too.
 *
 * @param order of the last message that the reader has
 * @param checksum of the log up to and with it; empty if the reader does not know it
 */
record Position(long order, Optional<Long> checksum) {

  static final String HEADER = "Last-Event-ID";

  private static final Pattern FORM = Pattern.compile("([0-9]{1,18})(?:-([0-9a-f]{16}))?");

  static Position of(LogEntry entry) {
    return new Position(entry.order(), Optional.of(entry.checksum()));
  }

  /** Reads the value of the {@value #HEADER} header. */
  static Position parse(String text) {
    Matcher matcher = FORM.matcher(text.strip());
    if (!matcher.matches()) {
      throw ProblemException.invalid(
          HEADER, "must be the id of an event of this stream, or an order");
    }
    return new Position(
        Long.parseLong(matcher.group(1)),
        Optional.ofNullable(matcher.group(2)).map(HexFormat::fromHexDigitsToLong));
  }

  /** Whether {@code log}, which is longer than the order, went through this position. */
  boolean isOf(ReadableLog log) {
    return checksum.isEmpty() || checksum.equals(log.checksumOf(order + 1));
  }

  @Override
  public String toString() {
    return order + checksum.map(value -> "-" + HexFormat.of().toHexDigits(value)).orElse("");
  }
}
