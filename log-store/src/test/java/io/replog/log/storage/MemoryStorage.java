package io.replog.log.storage;

import io.replog.model.LogEntry;
import io.replog.model.MintedId;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * {@link Storage} without a disk, for tests: what was committed survives {@link #crash}, and
 * commits fail when they are told to. Safe for any thread.
 */
public final class MemoryStorage implements Storage {

  /** How a commit fails. Its caller sees the same in both cases, and cannot tell them apart. */
  public enum Failure {
    /** Nothing of the commit is there after the crash. */
    BEFORE_APPLYING,
    /** All of the commit is there after the crash. */
    AFTER_APPLYING
  }

  private static final class State {
    final TreeMap<Long, LogEntry> log = new TreeMap<>();
    final TreeMap<Long, LogEntry> held = new TreeMap<>();
    final Map<String, Long> ids = new HashMap<>();
    final TreeMap<String, String> meta = new TreeMap<>();
    LogFacts facts = LogFacts.NONE;

    State copy() {
      State copy = new State();
      copy.log.putAll(log);
      copy.held.putAll(held);
      copy.ids.putAll(ids);
      copy.meta.putAll(meta);
      copy.facts = facts;
      return copy;
    }

    private void cut(long to) {
      var cut = log.tailMap(to, true);
      cut.values().forEach(entry -> ids.remove(entry.id(), entry.order()));
      cut.clear();
    }

    void apply(Commit commit) {
      commit.facts().ifPresent(after -> facts = after);
      if (commit.clears()) {
        log.clear();
        held.clear();
        ids.clear();
      }
      commit.cutTo().ifPresent(this::cut);
      for (LogEntry entry : commit.appended()) {
        log.put(entry.order(), entry);
        if (!MintedId.carries(entry.id(), entry.order())) {
          ids.put(entry.id(), entry.order());
        }
      }
      commit.released().forEach(held::remove);
      commit.held().forEach(entry -> held.put(entry.order(), entry));
      commit
          .meta()
          .forEach(
              (key, value) ->
                  value.ifPresentOrElse(put -> meta.put(key, put), () -> meta.remove(key)));
    }
  }

  // Guarded by this. What reads see, and what a crash leaves: the same object, until a commit fails
  // after it was applied.
  private State seen;
  private State durable;
  private Failure planned;
  private int commitsUntilFailure;
  private StorageException failure;
  private int commits;
  private int cursors;
  private boolean closed;
  private final Set<Long> damaged = new HashSet<>();
  private final Map<Path, State> copies = new HashMap<>();

  public MemoryStorage() {
    this(new State());
  }

  private MemoryStorage(State state) {
    seen = state;
    durable = state;
  }

  /** The storage as the next process finds it; this one takes no commits any more. */
  public synchronized MemoryStorage crash() {
    closed = true;
    return new MemoryStorage(durable.copy());
  }

  /** Lets the next commit fail, and with it every later one. */
  public void failNext(Failure how) {
    failAfter(0, how);
  }

  /** Lets {@code commits} more commits succeed, then the next one fail and every later one. */
  public synchronized void failAfter(int commits, Failure how) {
    planned = how;
    commitsUntilFailure = commits;
  }

  /** Damages the entry at {@code order}: every later read of it fails. */
  public synchronized void damage(long order) {
    damaged.add(order);
  }

  /** How many commits succeeded. */
  public synchronized int commits() {
    return commits;
  }

  /** How many cursors were opened over the log. */
  public synchronized int cursors() {
    return cursors;
  }

  @Override
  public synchronized void commit(Commit commit) {
    if (closed) {
      throw new IllegalStateException("closed");
    }
    if (failure != null) {
      throw new StorageException("the disk refused an earlier write", failure);
    }
    if (planned != null && commitsUntilFailure-- == 0) {
      if (planned == Failure.AFTER_APPLYING) {
        durable = seen.copy();
        durable.apply(commit);
      }
      failure = new StorageException("the disk refused a write");
      throw failure;
    }
    seen.apply(commit);
    commits++;
  }

  @Override
  public synchronized Optional<StorageException> failure() {
    return Optional.ofNullable(failure);
  }

  @Override
  public synchronized LogFacts facts() {
    return seen.facts;
  }

  @Override
  public synchronized long length() {
    return seen.log.isEmpty() ? seen.facts.first() : seen.log.lastKey() + 1;
  }

  @Override
  public synchronized Optional<LogEntry> entry(long order) {
    if (damaged.contains(order)) {
      throw StorageException.damage("order " + order, null);
    }
    return Optional.ofNullable(seen.log.get(order));
  }

  @Override
  public synchronized Cursor cursor(long from, long to) {
    cursors++;
    return over(from < to ? List.copyOf(seen.log.subMap(from, to).values()) : List.of());
  }

  @Override
  public synchronized OptionalLong orderOf(String id) {
    OptionalLong carried = MintedId.orderOf(id);
    if (carried.isPresent()
        && entry(carried.getAsLong()).filter(e -> e.id().equals(id)).isPresent()) {
      return carried;
    }
    Long order = seen.ids.get(id);
    return order == null ? OptionalLong.empty() : OptionalLong.of(order);
  }

  @Override
  public synchronized Cursor held() {
    return over(List.copyOf(seen.held.values()));
  }

  private static Cursor over(List<LogEntry> entries) {
    Iterator<LogEntry> each = entries.iterator();
    return new Cursor() {
      @Override
      public boolean hasNext() {
        return each.hasNext();
      }

      @Override
      public LogEntry next() {
        return each.next();
      }

      @Override
      public void close() {}
    };
  }

  @Override
  public synchronized Optional<LogEntry> heldEntry(long order) {
    return Optional.ofNullable(seen.held.get(order));
  }

  @Override
  public synchronized Optional<String> meta(String key) {
    return Optional.ofNullable(seen.meta.get(key));
  }

  @Override
  public synchronized SortedMap<String, String> metaUnder(String prefix) {
    return new TreeMap<>(seen.meta.subMap(prefix, prefix + Character.MAX_VALUE));
  }

  @Override
  public synchronized void copyTo(Path folder) {
    if (copies.putIfAbsent(folder, durable.copy()) != null) {
      throw new StorageException("cannot copy to " + folder + ": it exists");
    }
  }

  /** Opens what {@link #copyTo} wrote. */
  public synchronized MemoryStorage openCopy(Path folder) {
    return new MemoryStorage(copies.get(folder).copy());
  }

  @Override
  public synchronized void close() {
    closed = true;
  }
}
