package io.replog.log.storage;

import io.replog.model.LogEntry;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** All changes of one commit, applied whole or not at all. Built and used by one thread. */
public final class Commit {

  private final List<LogEntry> appended = new ArrayList<>();
  private final List<LogEntry> held = new ArrayList<>();
  private final List<Long> released = new ArrayList<>();
  private final Map<String, Optional<String>> meta = new LinkedHashMap<>();
  private Optional<LogFacts> facts = Optional.empty();
  private boolean clear;
  private OptionalLong cutTo = OptionalLong.empty();

  /** Adds the next entry of the log; its order is the log's length so far. */
  public Commit append(LogEntry entry) {
    appended.add(entry);
    return this;
  }

  /** Keeps an entry that arrived ahead of a gap. */
  public Commit hold(LogEntry entry) {
    held.add(entry);
    return this;
  }

  /**
   * Drops an entry held before, usually because the same commit appends it; what this commit holds
   * at the same order stays.
   */
  public Commit release(long order) {
    released.add(order);
    return this;
  }

  /** Replaces the log's facts. */
  public Commit facts(LogFacts after) {
    facts = Optional.of(after);
    return this;
  }

  /** Stores a fact of the node, not of the log. */
  public Commit put(String key, String value) {
    meta.put(key, Optional.of(value));
    return this;
  }

  public Commit remove(String key) {
    meta.put(key, Optional.empty());
    return this;
  }

  /** Empties the log and the held entries before anything else of this commit is applied. */
  public Commit clear() {
    clear = true;
    return this;
  }

  /**
   * Removes the log's entries from the order {@code length} on, with their ids, before anything
   * else of this commit is applied. Not together with {@link #clear}.
   */
  public Commit cutTo(long length) {
    cutTo = OptionalLong.of(length);
    return this;
  }

  public List<LogEntry> appended() {
    return appended;
  }

  public List<LogEntry> held() {
    return held;
  }

  public List<Long> released() {
    return released;
  }

  /** Facts of the node: values to put, or an empty value to remove the key. */
  public Map<String, Optional<String>> meta() {
    return meta;
  }

  /** The log's new facts, empty if unchanged. */
  public Optional<LogFacts> facts() {
    return facts;
  }

  public boolean clears() {
    return clear;
  }

  /** Where the log ends before anything is appended; empty if nothing is cut. */
  public OptionalLong cutTo() {
    return cutTo;
  }

  public boolean isEmpty() {
    return !clear
        && cutTo.isEmpty()
        && facts.isEmpty()
        && appended.isEmpty()
        && held.isEmpty()
        && released.isEmpty()
        && meta.isEmpty();
  }
}
