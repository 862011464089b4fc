package io.replog.master.report;

import io.replog.model.LogEntry;
import java.util.List;

/** Says in a log line which entries are meant, without building it for lines that are left out. */
record Orders(List<LogEntry> entries) {

  /** How many lines of one kind a second may have. */
  static final int LINES_PER_SECOND = 20;

  static Orders of(List<LogEntry> entries) {
    return new Orders(entries);
  }

  @Override
  public String toString() {
    return switch (entries.size()) {
      case 0 -> "nothing";
      case 1 -> "order " + entries.getFirst().order();
      default -> "orders %d to %d".formatted(entries.getFirst().order(), entries.getLast().order());
    };
  }
}
