package io.replog.log.storage;

import io.replog.model.LogEntry;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;

/**
 * The disk of one node. Commits come from one thread at a time; reads from any thread, also during
 * a commit. Every method may block on the disk and may throw {@link StorageException}.
 */
public interface Storage extends AutoCloseable {

  /**
   * Applies {@code commit} whole and makes it durable before returning. After a failure every later
   * commit fails too.
   */
  void commit(Commit commit);

  /** Why commits are refused, if they are. */
  Optional<StorageException> failure();

  /** The log's facts, as the last commit left them. */
  LogFacts facts();

  /** One past the last order of the log: its length, counted from order 0. */
  long length();

  /** The entry at {@code order}, empty where the log has none. */
  Optional<LogEntry> entry(long order);

  /** The entries with orders in {@code [from, to)} as the log is now. */
  Cursor cursor(long from, long to);

  /** Where the message with this id stands in the log. */
  OptionalLong orderOf(String id);

  /** All held entries in order. */
  Cursor held();

  Optional<LogEntry> heldEntry(long order);

  /** A fact of the node. */
  Optional<String> meta(String key);

  /** All facts of the node whose keys begin with {@code prefix}, with their values. */
  SortedMap<String, String> metaUnder(String prefix);

  /** Writes a consistent copy to a folder that does not exist yet, while the node keeps running. */
  void copyTo(Path folder);

  @Override
  void close();
}
