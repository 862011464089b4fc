package io.replog.http.reading;

import io.replog.http.refusal.Query;
import io.replog.log.ReadableLog;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Set;

/** Which part of the log a request reads. */
public interface Views extends Query.OfReads {

  ReadableLog of(HttpServletRequest request);

  /** Every request reads all of {@code log}. */
  static Views whole(ReadableLog log) {
    return new Views() {
      @Override
      public ReadableLog of(HttpServletRequest request) {
        return log;
      }

      @Override
      public Set<String> parameters() {
        return Set.of();
      }

      @Override
      public String kept(HttpServletRequest request) {
        return "";
      }
    };
  }

  /** The request's parameters of this kind as a link to its next page carries them, or nothing. */
  String kept(HttpServletRequest request);
}
