package io.replog.secondary.reading;

import io.replog.log.DurableLog;
import io.replog.log.MajorityLog;
import io.replog.log.ReadableLog;
import io.replog.log.storage.Cursor;
import io.replog.log.storage.LogFacts;
import io.replog.model.LogEntry;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a secondary shows by default: all of its log while its masters are fixed, what a majority
 * holds once they are elected. A reader may begin before this node has heard of any master.
 */
record FollowerLog(DurableLog log, MajorityLog majority) implements ReadableLog {

  boolean isElected() {
    return log.facts().voters().isPresent();
  }

  private ReadableLog now() {
    return isElected() ? majority : log;
  }

  @Override
  public LogFacts facts() {
    return log.facts();
  }

  @Override
  public long length() {
    return now().length();
  }

  @Override
  public Optional<LogEntry> entry(long order) {
    return now().entry(order);
  }

  @Override
  public Optional<Long> checksumOf(long length) {
    return now().checksumOf(length);
  }

  @Override
  public Optional<LogEntry> find(String id) {
    return now().find(id);
  }

  @Override
  public OptionalLong orderOf(String id) {
    return now().orderOf(id);
  }

  @Override
  public Cursor read(long from, long to) {
    return now().read(from, to);
  }

  @Override
  public boolean awaitLongerThan(long length, Duration timeout) throws InterruptedException {
    return now().awaitLongerThan(length, timeout) && length() > length;
  }
}
