package io.replog.log;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.replog.log.storage.Commit;
import io.replog.log.storage.Storage;
import io.replog.model.LogEntry;
import java.util.ArrayList;
import java.util.List;

/** Makes entries for tests. */
public final class TestEntries {

  private TestEntries() {}

  public static byte[] bytes(String text) {
    return text.getBytes(UTF_8);
  }

  /** The entry with this id and message right after {@code log}. */
  public static LogEntry next(DurableLog log, String id, String message) {
    return LogEntry.chained(log.checksum(), log.length(), bytes(id), bytes(message));
  }

  /**
   * An entry without a checksum, as it arrives in JSON: id {@code id-order}, message {@code
   * m-order}.
   */
  public static LogEntry loose(long order) {
    return LogEntry.unchained(order, bytes("id-" + order), bytes("m-" + order));
  }

  /** The first {@code count} entries of a log whose order n has the id id-n and the message m-n. */
  public static List<LogEntry> chain(int count) {
    return chain(LogEntry.EMPTY_LOG_CHECKSUM, 0, count, "m-");
  }

  /** {@code count} entries from {@code first} on, after a log with checksum {@code previous}. */
  public static List<LogEntry> chain(long previous, long first, int count, String messagePrefix) {
    List<LogEntry> entries = new ArrayList<>(count);
    long checksum = previous;
    for (long order = first; order < first + count; order++) {
      LogEntry entry =
          LogEntry.chained(checksum, order, bytes("id-" + order), bytes(messagePrefix + order));
      entries.add(entry);
      checksum = entry.checksum();
    }
    return entries;
  }

  /** A commit that appends {@code entries}. */
  public static Commit appending(List<LogEntry> entries) {
    Commit commit = new Commit();
    entries.forEach(commit::append);
    return commit;
  }

  /** The log on {@code storage}, with {@link #chain} of {@code count} entries appended. */
  public static DurableLog logOf(Storage storage, int count) {
    DurableLog log = new DurableLog(storage);
    log.commit(appending(chain(count)));
    return log;
  }

  public static List<String> messages(Iterable<LogEntry> entries) {
    List<String> messages = new ArrayList<>();
    entries.forEach(entry -> messages.add(entry.message()));
    return messages;
  }

  /** All messages that {@code log} shows. */
  public static List<String> messages(ReadableLog log) {
    List<String> messages = new ArrayList<>();
    try (var entries = log.read(0, Long.MAX_VALUE)) {
      entries.forEachRemaining(entry -> messages.add(entry.message()));
    }
    return messages;
  }
}
