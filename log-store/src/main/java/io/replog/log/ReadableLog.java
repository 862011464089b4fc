package io.replog.log;

import io.replog.log.storage.Cursor;
import io.replog.log.storage.LogFacts;
import io.replog.model.LogEntry;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The visible log of one node, for those who read it. Safe for any thread; may block on the disk.
 */
public interface ReadableLog {

  /** The log's facts: its id, its masters, where it begins. */
  LogFacts facts();

  /** Length of the visible prefix. Grows, except when an experiment empties the log. */
  long length();

  Optional<LogEntry> entry(long order);

  /** The checksum of the first {@code length} entries; empty if the log is shorter. */
  Optional<Long> checksumOf(long length);

  /** The visible message with this id. */
  Optional<LogEntry> find(String id);

  /** The order of the visible message with this id. */
  OptionalLong orderOf(String id);

  /** The visible entries with orders in {@code [from, to)}. */
  Cursor read(long from, long to);

  /**
   * Waits until the log is longer than {@code length}, or {@code timeout} has passed.
   *
   * @return whether it is longer
   */
  boolean awaitLongerThan(long length, Duration timeout) throws InterruptedException;
}
