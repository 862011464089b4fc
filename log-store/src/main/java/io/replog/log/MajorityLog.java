package io.replog.log;

import io.replog.log.storage.Cursor;
import io.replog.log.storage.LogFacts;
import io.replog.model.LogEntry;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The part of a log that a majority of the voters is known to hold, and that therefore stays
 * whoever becomes master. It only grows, unless the log is emptied. Safe for any thread.
 */
public final class MajorityLog implements ReadableLog {

  private final DurableLog log;
  private final ReentrantLock advancing = new ReentrantLock();
  private final Growth held = new Growth(0);

  public MajorityLog(DurableLog log) {
    this.log = log;
  }

  /**
   * A majority holds the first {@code length} messages of this node's log.
   *
   * @return whether that was not known
   */
  public boolean advance(long length) {
    if (length <= held.length()) {
      return false;
    }
    advancing.lock();
    try {
      boolean isMore = length > held.length();
      held.set(Math.max(held.length(), length));
      return isMore;
    } finally {
      advancing.unlock();
    }
  }

  /** The log was emptied. */
  public void reset() {
    advancing.lock();
    try {
      held.set(0);
    } finally {
      advancing.unlock();
    }
  }

  @Override
  public LogFacts facts() {
    return log.facts();
  }

  @Override
  public long length() {
    return Math.max(log.facts().first(), Math.min(held.length(), log.length()));
  }

  @Override
  public Optional<Long> checksumOf(long length) {
    return length <= length() ? log.checksumOf(length) : Optional.empty();
  }

  @Override
  public Optional<LogEntry> entry(long order) {
    return order < length() ? log.entry(order) : Optional.empty();
  }

  @Override
  public Optional<LogEntry> find(String id) {
    return log.find(id).filter(entry -> entry.order() < length());
  }

  @Override
  public OptionalLong orderOf(String id) {
    OptionalLong order = log.orderOf(id);
    return order.orElse(Long.MAX_VALUE) < length() ? order : OptionalLong.empty();
  }

  @Override
  public Cursor read(long from, long to) {
    return log.read(from, Math.min(to, length()));
  }

  @Override
  public boolean awaitLongerThan(long length, Duration timeout) throws InterruptedException {
    return held.awaitBeyond(length, timeout);
  }
}
