package io.replog.simulation.nodes;

import io.replog.log.storage.Commit;
import io.replog.log.storage.Cursor;
import io.replog.log.storage.LogFacts;
import io.replog.log.storage.Storage;
import io.replog.log.storage.StorageException;
import io.replog.model.LogEntry;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.function.Consumer;

/**
 * A disk as one process has it open. A commit takes two steps: a process that ends at the first
 * leaves nothing of it, one that ends at the second leaves all of it and has told nobody.
 */
final class SteppedStorage implements Storage {

  private final Storage contents;
  private final Consumer<Commit> committing;

  SteppedStorage(Storage contents, Consumer<Commit> committing) {
    this.contents = contents;
    this.committing = committing;
  }

  @Override
  public void commit(Commit commit) {
    Thread.yield();
    committing.accept(commit);
    Thread.yield();
  }

  @Override
  public Optional<StorageException> failure() {
    return contents.failure();
  }

  @Override
  public LogFacts facts() {
    return contents.facts();
  }

  @Override
  public long length() {
    return contents.length();
  }

  @Override
  public Optional<LogEntry> entry(long order) {
    return contents.entry(order);
  }

  @Override
  public Cursor cursor(long from, long to) {
    return contents.cursor(from, to);
  }

  @Override
  public OptionalLong orderOf(String id) {
    return contents.orderOf(id);
  }

  @Override
  public Cursor held() {
    return contents.held();
  }

  @Override
  public Optional<LogEntry> heldEntry(long order) {
    return contents.heldEntry(order);
  }

  @Override
  public Optional<String> meta(String key) {
    return contents.meta(key);
  }

  @Override
  public SortedMap<String, String> metaUnder(String prefix) {
    return contents.metaUnder(prefix);
  }

  @Override
  public void copyTo(Path folder) {
    contents.copyTo(folder);
  }

  @Override
  public void close() {
    contents.close();
  }
}
