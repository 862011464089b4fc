package io.replog.log;

import io.replog.log.storage.Commit;
import io.replog.log.storage.Cursor;
import io.replog.log.storage.LogFacts;
import io.replog.log.storage.Storage;
import io.replog.log.storage.StorageException;
import io.replog.model.LogEntry;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The log of one node. Its visible entries are on the disk (G1) and dense from order 0 (G3); each
 * entry's checksum covers all before it (G8).
 *
 * <p>Any thread may read or commit facts; only one writer commits entries.
 */
public final class DurableLog implements ReadableLog, AutoCloseable {

  private final ReentrantLock committing = new ReentrantLock();
  private final Storage storage;
  private final RecentEntries recent = new RecentEntries();
  private final Growth growth;
  private volatile LogFacts facts;
  private volatile long checksum;
  private volatile StorageException unforeseen;

  public DurableLog(Storage storage) {
    this.storage = storage;
    this.growth = new Growth(storage.length());
    this.facts = storage.facts();
    this.checksum = checksumOf(storage.length()).orElseThrow();
    recent.clear(storage.length());
  }

  /**
   * Makes {@code commit} durable, and then its entries visible.
   *
   * @throws IllegalArgumentException if its entries do not continue the log: nothing is written
   * @throws StorageException if the disk refused, or anything else failed once the commit was
   *     handed to the storage; then nothing becomes visible, and no other commit is accepted,
   *     before the next start
   */
  public void commit(Commit commit) {
    commit(commit, () -> {});
  }

  /**
   * The same, and then runs {@code mirror}, which applies {@code commit} to what its caller keeps
   * in memory of this log. If that fails, memory and disk differ, as if the commit itself had
   * failed.
   */
  public void commit(Commit commit, Runnable mirror) {
    committing.lock();
    try {
      commitLocked(commit, mirror);
    } finally {
      committing.unlock();
    }
  }

  private void commitLocked(Commit commit, Runnable mirror) {
    LogFacts after = commit.facts().orElse(facts);
    long before = commit.clears() ? after.first() : commit.cutTo().orElse(length());
    long end = checkedEnd(commit, before, checksumBefore(commit, after));
    if (unforeseen != null) {
      throw new StorageException("refused: " + unforeseen.getMessage(), unforeseen);
    }
    try {
      apply(commit, after, before, end);
      mirror.run();
    } catch (StorageException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      // Memory and disk may differ now: accept no further commit.
      unforeseen =
          new StorageException(
              "a commit ended unforeseen (%s), its outcome is unknown; start this node anew"
                  .formatted(e),
              e);
      throw e;
    }
  }

  /** The checksum of what {@code commit} appends to. */
  private long checksumBefore(Commit commit, LogFacts after) {
    if (commit.clears()) {
      return after.base();
    }
    OptionalLong cut = commit.cutTo();
    if (cut.isPresent() && (cut.getAsLong() < facts.first() || cut.getAsLong() > length())) {
      throw new IllegalArgumentException("the log does not have the order " + cut.getAsLong());
    }
    return cut.isPresent() ? checksumOf(cut.getAsLong()).orElseThrow() : checksum;
  }

  private void apply(Commit commit, LogFacts after, long before, long end) {
    storage.commit(commit);
    checksum = end;
    facts = after;
    if (commit.clears() || commit.cutTo().isPresent()) {
      recent.clear(before);
    }
    recent.add(before, commit.appended());
    growth.set(storage.length());
  }

  private static long checkedEnd(Commit commit, long length, long checksumBefore) {
    long end = checksumBefore;
    long next = length;
    for (LogEntry entry : commit.appended()) {
      if (entry.order() != next || !entry.isChained()) {
        throw new IllegalArgumentException("entry " + entry + " cannot follow order " + (next - 1));
      }
      next++;
      end = entry.checksum();
    }
    return end;
  }

  @Override
  public LogFacts facts() {
    return facts;
  }

  @Override
  public long length() {
    return growth.length();
  }

  /** Whether it holds no entry. */
  public boolean isEmpty() {
    return length() == facts.first();
  }

  /**
   * The checksum of the whole log. Consistent with {@link #length} only on the committing thread.
   */
  public long checksum() {
    return checksum;
  }

  /**
   * The checksum of everything before the order {@code length}; empty if the log does not know it.
   */
  @Override
  public Optional<Long> checksumOf(long length) {
    return length == facts.first()
        ? Optional.of(facts.base())
        : storage.entry(length - 1).map(LogEntry::checksum);
  }

  @Override
  public Optional<LogEntry> entry(long order) {
    return order < length() ? storage.entry(order) : Optional.empty();
  }

  @Override
  public Optional<LogEntry> find(String id) {
    OptionalLong order = storage.orderOf(id);
    return order.isPresent() ? entry(order.getAsLong()) : Optional.empty();
  }

  @Override
  public OptionalLong orderOf(String id) {
    OptionalLong order = storage.orderOf(id);
    return order.orElse(Long.MAX_VALUE) < length() ? order : OptionalLong.empty();
  }

  @Override
  public Cursor read(long from, long to) {
    return storage.cursor(from, Math.min(to, length()));
  }

  /**
   * Entries from {@code from} on, at most {@code maxCount}, and {@code maxBytes} unless one alone
   * is larger.
   */
  public List<LogEntry> batch(long from, int maxCount, long maxBytes) {
    Batch batch = new Batch(maxCount, maxBytes);
    recent.copy(from, batch);
    if (batch.entries().isEmpty()) {
      try (Cursor stored = read(from, length())) {
        while (stored.hasNext() && batch.add(stored.next())) {}
      }
    }
    return batch.entries();
  }

  @Override
  public boolean awaitLongerThan(long length, Duration timeout) throws InterruptedException {
    return growth.awaitBeyond(length, timeout);
  }

  /** Why commits are refused, if they are. */
  public Optional<StorageException> failure() {
    return storage.failure().or(() -> Optional.ofNullable(unforeseen));
  }

  /** A fact of the node, not of the log. */
  public Optional<String> meta(String key) {
    return storage.meta(key);
  }

  public SortedMap<String, String> metaUnder(String prefix) {
    return storage.metaUnder(prefix);
  }

  public Storage storage() {
    return storage;
  }

  public void copyTo(Path folder) {
    storage.copyTo(folder);
  }

  @Override
  public void close() {
    storage.close();
  }
}
