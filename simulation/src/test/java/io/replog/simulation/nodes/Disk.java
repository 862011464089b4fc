package io.replog.simulation.nodes;

import io.replog.log.storage.Commit;
import io.replog.log.storage.Cursor;
import io.replog.log.storage.MemoryStorage;
import io.replog.log.storage.Storage;
import io.replog.log.storage.StorageException;
import io.replog.model.LogEntry;
import io.replog.simulation.threads.SimulatedProcess;
import java.nio.file.Path;
import java.util.Optional;

/** The disk of one node, which outlives its processes, with somebody who sees all that it keeps. */
public final class Disk {

  /** Hears what is durable now. Called before the one who committed knows it. */
  public interface Witness {
    void committed(Disk disk, Commit commit);

    /** A thread of another process, or of a role that was closed, writes there. */
    void intruded(Disk disk, Thread thread);

    /** All that was there is gone; what {@code disk} holds now comes from somewhere else. */
    void replaced(Disk disk);
  }

  private final String name;
  private final boolean isMasters;
  private final Witness witness;
  private MemoryStorage contents = new MemoryStorage();
  private Optional<MemoryStorage> backup = Optional.empty();
  private MemoryStorage.Failure planned;
  private int backups;
  private SimulatedProcess owner;

  public Disk(String name, boolean isMasters, Witness witness) {
    this.name = name;
    this.isMasters = isMasters;
    this.witness = witness;
  }

  public String name() {
    return name;
  }

  public boolean isMasters() {
    return isMasters;
  }

  /** The disk as the next process finds it: with all that was synced, and nothing else. */
  public Storage open() {
    contents = contents.crash();
    planned = null;
    return new SteppedStorage(contents, this::commit);
  }

  /** From now on only {@code process} may write. */
  public void handTo(SimulatedProcess process) {
    owner = process;
  }

  private void commit(Commit commit) {
    if (!owner.isRunning()) {
      witness.intruded(this, Thread.currentThread());
    }
    try {
      contents.commit(commit);
    } catch (StorageException e) {
      if (planned == MemoryStorage.Failure.AFTER_APPLYING) {
        planned = null;
        witness.committed(this, commit);
      }
      throw e;
    }
    witness.committed(this, commit);
  }

  /** The next commit fails, and every later one until the next start. */
  public void failNext(MemoryStorage.Failure how) {
    if (planned == null && contents.failure().isEmpty()) {
      planned = how;
      contents.failNext(how);
    }
  }

  public boolean hasFailed() {
    return contents.failure().isPresent();
  }

  /** Whether it has failed, or is about to. */
  public boolean isFaulty() {
    return planned != null || hasFailed();
  }

  /** Keeps a copy, to which {@link #restore} goes back. */
  public void backUp() {
    Path folder = Path.of("backup-" + backups++);
    contents.copyTo(folder);
    backup = Optional.of(contents.openCopy(folder));
  }

  public boolean hasBackup() {
    return backup.isPresent();
  }

  /** While no process has it open. */
  public void restore() {
    contents = backup.orElseThrow().crash();
    witness.replaced(this);
  }

  /** While no process has it open. */
  public void wipe() {
    contents = new MemoryStorage();
    witness.replaced(this);
  }

  /** The newest epoch that is written down there. */
  public long epoch() {
    return contents.facts().epoch();
  }

  public long length() {
    return contents.length();
  }

  /** Whether it holds no message, not even beyond a gap. */
  public boolean isEmpty() {
    try (Cursor held = contents.held()) {
      return length() == 0 && !held.hasNext();
    }
  }

  public Optional<LogEntry> entry(long order) {
    return contents.entry(order);
  }

  @Override
  public String toString() {
    return name;
  }
}
