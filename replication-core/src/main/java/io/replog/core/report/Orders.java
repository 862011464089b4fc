package io.replog.core.report;

import io.replog.model.LogEntry;
import java.util.List;

/** Names entries in a log line, without building the text for lines that are left out. */
public record Orders(List<LogEntry> entries) {

  @Override
  public String toString() {
    return switch (entries.size()) {
      case 0 -> "the announcement";
      case 1 -> "order " + entries.getFirst().order();
      default -> "orders %d to %d".formatted(entries.getFirst().order(), entries.getLast().order());
    };
  }
}
